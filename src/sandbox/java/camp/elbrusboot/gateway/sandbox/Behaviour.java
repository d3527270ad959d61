package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The switches of the sandbox, changed as a whole.
 *
 * @param apiFilter the paid option of section 2.7; when off, filters on leads, contacts and companies are ignored
 * @param falseNext whether the last page has a {@code next} link that leads to a 204
 * @param rateLimit requests in any second; 0 means no limit
 * @param blockAfterRejections how many 429 in all turn into an HTML 403 for every call until reset; 0 means never
 * @param accessTokenSeconds life of access tokens issued from now on
 * @param webhookTimeScale factor on the retry delays of section 4.1; 1 is amoCRM's own pace
 * @param accountBlockFirst whether webhook bodies begin with the account block
 */
record Behaviour(
        boolean apiFilter,
        boolean falseNext,
        int rateLimit,
        int blockAfterRejections,
        long accessTokenSeconds,
        double webhookTimeScale,
        boolean accountBlockFirst) {
    static final Behaviour DEFAULT = new Behaviour(true, false, 7, 0, 86_400, 1.0, false);

    Behaviour {
        if (rateLimit < 0 || blockAfterRejections < 0 || accessTokenSeconds < 1 || !(webhookTimeScale > 0)) {
            throw new IllegalArgumentException("rateLimit and blockAfterRejections must be 0 or more,"
                    + " accessTokenSeconds 1 or more, webhookTimeScale more than 0");
        }
    }

    Behaviour withWebhookTimeScale(double scale) {
        return new Behaviour(
                apiFilter, falseNext, rateLimit, blockAfterRejections, accessTokenSeconds, scale, accountBlockFirst);
    }

    /** These settings with those in {@code changes} put over them; throws IllegalArgumentException with a clear text. */
    Behaviour with(ObjectNode changes) {
        ObjectNode all = document();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode known = all.get(change.getKey());
            if (known == null) {
                throw new IllegalArgumentException("unknown setting \"" + change.getKey() + "\"; known are "
                        + String.join(
                                ", ",
                                all.properties().stream().map(Map.Entry::getKey).toList()));
            }
            if (known.isBoolean() != change.getValue().isBoolean()
                    || known.isNumber() != change.getValue().isNumber()) {
                throw new IllegalArgumentException(
                        "\"" + change.getKey() + "\" must be a " + (known.isBoolean() ? "boolean" : "number"));
            }
        }
        all.setAll(changes);
        return new Behaviour(
                all.path("apiFilter").booleanValue(),
                all.path("falseNext").booleanValue(),
                all.path("rateLimit").intValue(),
                all.path("blockAfterRejections").intValue(),
                all.path("accessTokenSeconds").longValue(),
                all.path("webhookTimeScale").doubleValue(),
                all.path("accountBlockFirst").booleanValue());
    }

    ObjectNode document() {
        return Json.object()
                .put("apiFilter", apiFilter)
                .put("falseNext", falseNext)
                .put("rateLimit", rateLimit)
                .put("blockAfterRejections", blockAfterRejections)
                .put("accessTokenSeconds", accessTokenSeconds)
                .put("webhookTimeScale", webhookTimeScale)
                .put("accountBlockFirst", accountBlockFirst);
    }
}
