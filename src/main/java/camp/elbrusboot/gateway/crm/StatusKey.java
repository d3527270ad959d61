package camp.elbrusboot.gateway.crm;

/** What identifies a stage: 142 and 143 repeat in every pipeline, so a status id alone does not. */
public record StatusKey(long pipelineId, long statusId) implements Comparable<StatusKey> {
    @Override
    public int compareTo(StatusKey other) {
        int byPipeline = Long.compare(pipelineId, other.pipelineId);
        return byPipeline != 0 ? byPipeline : Long.compare(statusId, other.statusId);
    }
}
