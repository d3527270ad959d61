package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.Status;
import java.util.List;
import java.util.Optional;

/** Looks up what stands in the list of an account's pipelines. */
final class Pipelines {
    private Pipelines() {}

    static Optional<Pipeline> find(List<Pipeline> pipelines, long id) {
        return pipelines.stream().filter(pipeline -> pipeline.id() == id).findFirst();
    }

    static Optional<Status> find(List<Pipeline> pipelines, long pipelineId, long statusId) {
        return find(pipelines, pipelineId).flatMap(pipeline -> pipeline.find(statusId));
    }
}
