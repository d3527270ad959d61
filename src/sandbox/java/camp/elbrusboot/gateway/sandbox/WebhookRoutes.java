package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Webhook subscriptions (section 2.12). */
final class WebhookRoutes {
    private static final String PATH = "/api/v4/webhooks";

    private final Subscriptions subscriptions;

    private final Account account;

    WebhookRoutes(Account account, Subscriptions subscriptions) {
        this.account = account;
        this.subscriptions = subscriptions;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, (call, path) -> list(call)),
                Route.post(PATH, (call, path) -> subscribe(call)),
                Route.of("DELETE", PATH, (call, path) -> unsubscribe(call)));
    }

    private Reply list(Call call) {
        String wanted = call.query().text("filter", "destination").orElse("");
        List<Subscription> found = subscriptions.all().stream()
                .filter(subscription -> wanted.isEmpty() || wanted.equals(subscription.destination()))
                .toList();
        if (found.isEmpty()) {
            return Reply.noContent();
        }
        ObjectNode list = Json.object().put("_total_items", found.size());
        list.putObject("_embedded")
                .set("webhooks", Json.array(found, subscription -> subscription.document(account.id())));
        return Reply.hal(list);
    }

    private Reply subscribe(Call call) {
        return Json.parseObject(call.body())
                .map(this::subscribe)
                .orElseGet(() -> Problem.badRequest("The body must be a JSON object"));
    }

    Reply subscribe(ObjectNode body) {
        String destination = body.path("destination").asText("");
        if (!isAcceptable(destination)) {
            return Problem.validation("InvalidUrl", "destination", "This value is not a valid URL.");
        }
        List<String> settings = Json.list(body.path("settings"), JsonNode::asText);
        if (settings.isEmpty() || !settings.stream().allMatch(Subscription::isSetting)) {
            return Problem.validation(
                    "NotSupportedChoice", "settings", "The value you selected is not a valid choice.");
        }
        if (subscriptions.isFull(destination)) {
            return Problem.ofStatus(422);
        }
        int sort = body.path("sort").asInt(1);
        return Reply.hal(
                201, subscriptions.subscribe(destination, settings, sort).document(account.id()));
    }

    private Reply unsubscribe(Call call) {
        String destination = Json.parseObject(call.body())
                .map(body -> body.path("destination").asText(""))
                .orElse("");
        if (destination.isEmpty()) {
            return Problem.badRequest("The body must be a JSON object with a destination");
        }
        return subscriptions.unsubscribe(destination) ? Reply.noContent() : Problem.notFound();
    }

    /** Hosts that are not ASCII are refused, as {@link URI#getHost} knows none. */
    private static boolean isAcceptable(String destination) {
        try {
            URI uri = new URI(destination);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null;
        } catch (URISyntaxException notAddress) {
            return false;
        }
    }
}
