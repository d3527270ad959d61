package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Pipelines and their statuses: with totals, without pages (section 2.2). */
final class PipelineRoutes {
    private static final String PIPELINES = "leads/pipelines";

    private final AccountData data;

    private final Account account;
    private final Documents documents;

    PipelineRoutes(Account account, AccountData data) {
        this.account = account;
        this.documents = new Documents(account);
        this.data = data;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v4/leads/pipelines", (call, path) -> pipelines()),
                Route.get("/api/v4/leads/pipelines/{id}", (call, path) -> pipeline(path.id(0))),
                Route.get("/api/v4/leads/pipelines/{id}/statuses", (call, path) -> stages(path.id(0))),
                Route.get("/api/v4/leads/pipelines/{id}/statuses/{id}", (call, path) -> stage(path.id(0), path.id(1))));
    }

    private Reply pipelines() {
        return Reply.hal(list("pipelines", PIPELINES, Json.array(data.pipelines(), this::document)));
    }

    /** 404 or 204 for an unknown one is unconfirmed (section 7, point 10); a client has to take both. */
    private Reply pipeline(long id) {
        return data.pipeline(id).map(pipeline -> Reply.hal(document(pipeline))).orElseGet(Problem::notFound);
    }

    private Reply stages(long pipelineId) {
        return data.pipeline(pipelineId)
                .map(pipeline ->
                        Reply.hal(list("statuses", PIPELINES + "/" + pipelineId + "/statuses", stages(pipeline))))
                .orElseGet(Problem::notFound);
    }

    private Reply stage(long pipelineId, long stageId) {
        return data.pipeline(pipelineId)
                .flatMap(pipeline -> pipeline.stage(stageId))
                .map(stage -> Reply.hal(document(pipelineId, stage)))
                .orElseGet(Problem::notFound);
    }

    private ObjectNode list(String collection, String path, ArrayNode items) {
        ObjectNode list = Json.object().put("_total_items", items.size());
        documents.self(list, path);
        list.putObject("_embedded").set(collection, items);
        return list;
    }

    private ObjectNode document(Pipeline pipeline) {
        ObjectNode document = Json.object()
                .put("id", pipeline.id())
                .put("name", pipeline.name())
                .put("sort", pipeline.sort())
                .put("is_main", pipeline.main())
                .put("is_unsorted_on", pipeline.unsortedOn())
                .put("is_archive", pipeline.archived())
                .put("account_id", account.id());
        documents.self(document, PIPELINES + "/" + pipeline.id());
        document.putObject("_embedded").set("statuses", stages(pipeline));
        return document;
    }

    private ArrayNode stages(Pipeline pipeline) {
        return Json.array(pipeline.stages(), stage -> document(pipeline.id(), stage));
    }

    private ObjectNode document(long pipelineId, Stage stage) {
        ObjectNode document = Json.object()
                .put("id", stage.id())
                .put("name", stage.name())
                .put("sort", stage.sort())
                .put("is_editable", stage.editable())
                .put("pipeline_id", pipelineId)
                .put("color", stage.color())
                .put("type", stage.type())
                .put("account_id", account.id());
        documents.self(document, PIPELINES + "/" + pipelineId + "/statuses/" + stage.id());
        return document;
    }
}
