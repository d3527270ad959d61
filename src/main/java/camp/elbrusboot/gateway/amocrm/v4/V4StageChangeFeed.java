package camp.elbrusboot.gateway.amocrm.v4;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ApiVersion;
import camp.elbrusboot.gateway.amocrm.http.CallsConfig;
import camp.elbrusboot.gateway.amocrm.http.Deadline;
import camp.elbrusboot.gateway.amocrm.http.Upstream;
import camp.elbrusboot.gateway.amocrm.wire.Wire;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Page;
import camp.elbrusboot.gateway.crm.Priority;
import camp.elbrusboot.gateway.crm.RecordedStageChange;
import camp.elbrusboot.gateway.crm.StageChangeFeed;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** amoCRM's list of events (section 2.10), of which only changes of stages are asked for. */
@ApplicationScoped
class V4StageChangeFeed implements StageChangeFeed {
    private static final Logger LOG = Logger.getLogger(V4StageChangeFeed.class);

    private static final String TYPE = "lead_status_changed";

    /** The most that amoCRM gives of events. */
    private static final int SIZE = 100;

    private final V4Api api;
    private final Upstream upstream;
    private final Accounts accounts;
    private final Deadline deadline;

    V4StageChangeFeed(@RestClient V4Api api, Upstream upstream, Accounts accounts, CallsConfig config, Vertx vertx) {
        this.api = api;
        this.upstream = upstream;
        this.accounts = accounts;
        this.deadline = new Deadline(config.deadline(), vertx);
    }

    @Override
    public boolean isServed(AccountRef account) {
        return accounts.connected(account).apiVersion() == ApiVersion.V4;
    }

    @Override
    public Uni<Page<RecordedStageChange>> page(AccountRef account, Instant from, Instant to, int number) {
        return deadline.of(
                        account,
                        upstream.ask(
                                account,
                                Priority.REPAIR,
                                (base, bearer) ->
                                        api.events(base, bearer, V4Parameters.stageChanges(from, to, number, SIZE))))
                .map(answer -> page(account, answer));
    }

    private static Page<RecordedStageChange> page(AccountRef account, V4Wire.@Nullable Events answer) {
        if (answer == null) {
            return new Page<>(List.of(), false);
        }
        List<V4Wire.@Nullable Event> rows =
                V4Rows.embedded(account, answer.embedded()).events();
        List<RecordedStageChange> recorded = new ArrayList<>();
        int unusable = 0;
        for (V4Wire.Event event : Wire.list(rows)) {
            RecordedStageChange change = change(event);
            if (change != null) {
                recorded.add(change);
            } else if (TYPE.equals(event.type())) {
                unusable++;
            }
        }
        if (unusable > 0) {
            LOG.warnf("Account %s: %d events of changed stages have no usable ids", account, unusable);
        }
        return new Page<>(recorded, V4Wire.Links.leadOn(answer.links(), Wire.size(rows), SIZE));
    }

    /** Null for what is no change of a stage, or does not say which. */
    private static @Nullable RecordedStageChange change(V4Wire.Event event) {
        Instant at = Wire.moment(event.createdAt());
        JsonNode after = stage(event.after());
        JsonNode before = stage(event.before());
        if (!TYPE.equals(event.type())
                || event.id() == null
                || event.entityId() <= 0
                || at == null
                || after == null
                || before == null
                || after.equals(before)) {
            return null;
        }
        Long status = Wire.number(after.path("id"));
        Long pipeline = Wire.number(after.path("pipeline_id"));
        Long previousStatus = Wire.number(before.path("id"));
        Long previousPipeline = Wire.number(before.path("pipeline_id"));
        return status == null || pipeline == null || previousStatus == null || previousPipeline == null
                ? null
                : new RecordedStageChange(
                        event.id(),
                        event.entityId(),
                        pipeline,
                        status,
                        previousPipeline,
                        previousStatus,
                        at,
                        event.createdBy() > 0 ? event.createdBy() : null);
    }

    /** Documented as a list of exactly one. */
    private static @Nullable JsonNode stage(@Nullable JsonNode value) {
        JsonNode stage = Wire.elements(value).isEmpty()
                ? null
                : Wire.elements(value).get(0).get("lead_status");
        return stage == null || !stage.isObject() ? null : stage;
    }
}
