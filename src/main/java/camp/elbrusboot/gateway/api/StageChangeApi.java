package camp.elbrusboot.gateway.api;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Lead;
import camp.elbrusboot.gateway.crm.Pipeline;
import camp.elbrusboot.gateway.crm.StageChange;
import camp.elbrusboot.gateway.crm.StageChangeQuery;
import camp.elbrusboot.gateway.crm.Status;
import camp.elbrusboot.gateway.feed.History;
import camp.elbrusboot.gateway.feed.LiveFeed;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.jspecify.annotations.Nullable;

/** Stage changes, live, and what they lead to. */
@GraphQLApi
public class StageChangeApi {
    /** A lead does not move often. */
    private static final int FEWER = 20;

    private final LiveFeed feed;
    private final History history;
    private final Requests requests;

    StageChangeApi(LiveFeed feed, History history, Requests requests) {
        this.feed = feed;
        this.history = history;
        this.requests = requests;
    }

    @Subscription
    @NonNull
    @Description(
            "Every stage change from now on; or, with a cursor, every one after it: in order, none missing and none twice.")
    public Multi<@NonNull StageChange> stageChanged(
            @Description("Which stage changes are wanted; all of them without it.") @Nullable StageChangeFilter filter,
            @Description("Cursor of a stage change, or the end of a part of stageChanges.") @Nullable String after) {
        Asked asked = requests.asked();
        StageChangeQuery wanted = StageChangeFilter.checked(filter, asked.caller());
        AccountRef account = asked.account();
        OptionalLong from = after == null ? OptionalLong.empty() : OptionalLong.of(history.position(account, after));
        return requests.endingWithItsReason(feed.stageChanges(account, from, wanted::admits));
    }

    @Query
    @NonNull
    @Description("What has happened to stages, the oldest first. A subscription can go on from its end without a gap.")
    public Uni<@NonNull StageChangeConnection> stageChanges(
            @DefaultValue("50") @Description("At most this many, from 1 to 250.") @Nullable Integer first,
            @Description("A cursor of the same account's stage changes; from the beginning of the log without it.")
                    @Nullable
                    String after,
            @Description("Which stage changes are wanted; all of them without it.") @Nullable
                    StageChangeFilter filter) {
        Asked asked = requests.asked();
        return history.read(
                        asked.account(),
                        StageChangeFilter.checked(filter, asked.caller()),
                        after,
                        Arguments.first(first))
                .map(part -> StageChangeConnection.of(part, after));
    }

    @NonNull
    @Description("What has happened to the lead's stage, the oldest first.")
    public Uni<@NonNull StageChangeConnection> stageChanges(
            @Source Lead lead,
            @DefaultValue("20") @Description("At most this many, from 1 to 250.") @Nullable Integer first,
            @Description("A cursor of the same account's stage changes; from the beginning of the log without it.")
                    @Nullable
                    String after) {
        Asked asked = requests.asked();
        int limit = Arguments.first(first, FEWER);
        return history.ofLead(asked.account(), lead.id(), asked.caller().pipelines(), after, limit)
                .map(part -> StageChangeConnection.of(part, after));
    }

    @Description("The lead as it is now; null once it is deleted.")
    public Uni<List<Lead>> lead(@Source List<StageChange> changes) {
        return requests.asked()
                .leads(changes.stream().map(StageChange::leadId).collect(Collectors.toSet()))
                .map(found -> changes.stream()
                        .map(change -> found.get(change.leadId()))
                        .toList());
    }

    @Description("The pipeline that the lead is in since; null where it no longer exists.")
    public Uni<List<Pipeline>> pipeline(@Source List<StageChange> changes) {
        return all().map(pipelines -> changes.stream()
                .map(change -> Pipelines.find(pipelines, change.pipelineId()).orElse(null))
                .toList());
    }

    @Description("The stage that the lead is in since; null where it no longer exists.")
    public Uni<List<Status>> status(@Source List<StageChange> changes) {
        return all().map(pipelines -> changes.stream()
                .map(change -> Pipelines.find(pipelines, change.pipelineId(), change.statusId())
                        .orElse(null))
                .toList());
    }

    @Description("The pipeline that the lead came from; null where it no longer exists.")
    public Uni<List<Pipeline>> previousPipeline(@Source List<StageChange> changes) {
        return all().map(pipelines -> changes.stream()
                .map(change -> previous(pipelines, change))
                .map(status -> status == null
                        ? null
                        : Pipelines.find(pipelines, status.pipelineId()).orElse(null))
                .toList());
    }

    @Description("The stage that the lead came from; null where it no longer exists.")
    public Uni<List<Status>> previousStatus(@Source List<StageChange> changes) {
        return all().map(pipelines ->
                changes.stream().map(change -> previous(pipelines, change)).toList());
    }

    /**
     * amoCRM's account webhook names the previous status without its pipeline. Ids of stages are unique but for 142 and
     * 143, and those it takes for the ones of the pipeline where the lead is now.
     */
    private static @Nullable Status previous(List<Pipeline> pipelines, StageChange change) {
        if (change.previousPipelineId() != null) {
            return Pipelines.find(pipelines, change.previousPipelineId(), change.previousStatusId())
                    .orElse(null);
        }
        return Pipelines.find(pipelines, change.pipelineId(), change.previousStatusId())
                .or(() -> pipelines.stream()
                        .flatMap(pipeline -> pipeline.find(change.previousStatusId()).stream())
                        .findFirst())
                .orElse(null);
    }

    private Uni<List<Pipeline>> all() {
        return requests.asked().pipelines();
    }
}
