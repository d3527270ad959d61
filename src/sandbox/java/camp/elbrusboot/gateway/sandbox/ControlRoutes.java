package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What steers the sandbox. Not part of amoCRM, not counted by the allowance, not in the record of requests. Calls that
 * concern an account take {@code ?host=}; without it they mean the first.
 */
final class ControlRoutes {
    private final Platform platform;
    private final ControlPage page;
    private final Routes routes;

    /** A call that concerns one account. */
    interface AccountHandler {
        Reply answer(Crm crm, Call call, Route.Path path);
    }

    ControlRoutes(Platform platform, ControlPage page) {
        this.platform = platform;
        this.page = page;
        List<Route> all = new ArrayList<>(new ChangeRoutes(this::of).routes());
        all.addAll(List.of(
                Route.post("/sandbox/leads/{id}/move", of(ControlRoutes::move)),
                Route.post("/sandbox/token", (call, path) -> platform.callers.answer(call.query())),
                Route.get("/sandbox/graphiql", (call, path) -> platform.callers.graphiql(call.query())),
                Route.get("/sandbox/requests", (call, path) -> Reply.json(200, platform.requests.document())),
                Route.get("/sandbox/rate", (call, path) -> Reply.json(200, platform.arrivals.document())),
                Route.post("/sandbox/rate/reset", (call, path) -> done(platform.arrivals::reset)),
                Route.get("/sandbox/deliveries", (call, path) -> Reply.json(200, platform.deliveries.document())),
                Route.post("/sandbox/faults", (call, path) -> fault(call)),
                Route.of("DELETE", "/sandbox/faults", (call, path) -> done(platform.faults::clear)),
                Route.get("/sandbox/settings", (call, path) -> settings()),
                Route.post("/sandbox/settings", (call, path) -> changeSettings(call)),
                Route.post("/sandbox/authorization-codes", of((crm, call, path) -> code(crm))),
                Route.post("/sandbox/tokens/revoke", of((crm, call, path) -> done(crm.tokens::revokeAll))),
                Route.post("/sandbox/move-host", of((crm, call, path) -> moveHost(crm, call))),
                Route.post("/sandbox/integration/disable", of((crm, call, path) -> disable(crm, call))),
                Route.post("/sandbox/webhooks/release", of((crm, call, path) -> done(crm.hooks::release))),
                Route.post("/sandbox/webhooks/switch-off", of((crm, call, path) -> done(crm.subscriptions::switchOff))),
                Route.post("/sandbox/subscribe", of((crm, call, path) -> subscribe(crm, call))),
                Route.post("/sandbox/reset", (call, path) -> done(platform::reset))));
        this.routes = new Routes(all);
    }

    static boolean concerns(Call call) {
        String path = call.path();
        return call.host().isEmpty() && (path.equals("/") || path.equals("/sandbox") || path.startsWith("/sandbox/"));
    }

    Reply answer(Call call) {
        if (call.path().equals("/")) {
            return Reply.text(200, page.text());
        }
        return routes.answer(call).orElseGet(() -> Reply.json(404, page.document()));
    }

    private Route.Handler of(AccountHandler handler) {
        return (call, path) -> {
            String wanted =
                    call.query().text("host").orElse(platform.first().account.host());
            return platform.called(wanted)
                    .map(crm -> handler.answer(crm, call, path))
                    .orElseGet(() -> Reply.text(404, "there is no account at \"" + wanted + "\"\n"));
        };
    }

    private static Reply move(Crm crm, Call call, Route.Path path) {
        Query query = call.query();
        Optional<Long> stage = query.number("statusId");
        if (stage.isEmpty()) {
            return Reply.text(
                    400, "statusId is missing or not a number, as in ?pipelineId=1309792&statusId=21234454\n");
        }
        if (query.has("pipelineId") && query.number("pipelineId").isEmpty()) {
            return Reply.text(400, "pipelineId is not a number; leave it out to stay in the lead's pipeline\n");
        }
        String shapeName = query.text("shape").orElse("account-webhook");
        LeadChanges.Shape shape;
        if (shapeName.equals("account-webhook")) {
            shape = LeadChanges.Shape.ACCOUNT_WEBHOOK;
        } else if (shapeName.equals("digital-pipeline")) {
            shape = LeadChanges.Shape.DIGITAL_PIPELINE;
        } else {
            return Reply.text(400, "shape must be account-webhook or digital-pipeline\n");
        }
        LeadChanges.Wish wish = LeadChanges.Wish.move(query.number("pipelineId").orElse(null), stage.get());
        return switch (crm.changes.apply(path.id(0), wish, shape)) {
            case CHANGED, UNCHANGED -> Reply.noContent();
            case UNKNOWN_LEAD -> Reply.text(404, "there is no lead " + path.id(0) + "\n");
            case UNKNOWN_STAGE -> Reply.text(404, "the pipeline has no status " + stage.get() + "\n");
        };
    }

    private Reply fault(Call call) {
        return changed(call, 201, body -> platform.faults.add(FaultOrder.parse(body)));
    }

    private Reply settings() {
        return Reply.json(200, platform.behaviour.current().document());
    }

    private Reply changeSettings(Call call) {
        return changed(call, 204, platform.behaviour::change);
    }

    private static Reply code(Crm crm) {
        return Reply.json(200, Json.object().put("code", crm.tokens.newCode()));
    }

    private Reply moveHost(Crm crm, Call call) {
        return changed(call, 204, body -> {
            String host = body.path("host").asText("");
            if (platform.called(host).filter(other -> other != crm).isPresent()) {
                throw new IllegalArgumentException("another account is at \"" + host + "\"");
            }
            crm.account.moveTo(host);
        });
    }

    private static Reply disable(Crm crm, Call call) {
        ObjectNode answer = Json.object();
        Reply reply = changed(call, 204, body -> {
            DisabledHook hook = DisabledHook.parse(body, crm.account);
            crm.tokens.revokeAll();
            answer.put("status", hook.send(crm.account));
        });
        return answer.isEmpty() ? reply : Reply.json(200, answer);
    }

    /** As DELETE then POST of section 2.12, the order that is safe, so that a hook that was switched off is on again. */
    private static Reply subscribe(Crm crm, Call call) {
        return Json.parseObject(call.body())
                .map(body -> {
                    crm.subscriptions.unsubscribe(body.path("destination").asText(""));
                    if (!body.has("settings")) {
                        Subscription.CRM_SETTINGS.forEach(body.putArray("settings")::add);
                    }
                    return new WebhookRoutes(crm.account, crm.subscriptions).subscribe(body);
                })
                .orElseGet(() -> Reply.text(400, "the body must be a JSON object\n"));
    }

    private static Reply changed(Call call, int status, Consumer<ObjectNode> change) {
        Optional<ObjectNode> body = Json.parseObject(call.body());
        if (body.isEmpty()) {
            return Reply.text(400, "the body must be a JSON object\n");
        }
        try {
            change.accept(body.get());
        } catch (IllegalArgumentException wrong) {
            return Reply.text(400, wrong.getMessage() + "\n");
        }
        return status == 204 ? Reply.noContent() : Reply.json(status, body.get());
    }

    private static Reply done(Runnable action) {
        action.run();
        return Reply.noContent();
    }
}
