package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The switches of the sandbox, changed as a whole. A component is a setting; its type on the wire is that of its default.
 *
 * @param apiFilter the paid option of section 2.7; when off, filters on leads, contacts and companies are ignored
 * @param falseNext whether the last page has a {@code next} link that leads to a 204
 * @param rateLimit the integration's requests in any second, over all accounts; 0 means no limit of any kind
 * @param accountRateLimit requests to one account in any second; 0 means no such limit
 * @param blockAfterRejections how many 429 in all turn into an HTML 403 for every call until reset; 0 means never
 * @param accessTokenSeconds life of access tokens issued from now on
 * @param webhookTimeScale factor on the retry delays of section 4.1; 1 is amoCRM's own pace
 * @param eventLagSeconds how much later than its webhook an event is listed (section 2.10)
 * @param eventShiftSeconds how much later an event says that it happened than the lead itself and its webhook do
 * @param accountBlockFirst whether webhook bodies begin with the account block
 * @param legacyApi whether v2 is served; unconfirmed for new accounts (section 7, point 3)
 * @param legacyEmpties shape of empty collections in v2: {@code object}, {@code array} or {@code mixed}
 * @param legacyNumbersAsStrings whether the numbers of v2 are texts
 * @param legacyFieldsAsMap whether the field definitions of v2 are maps by id, not lists
 * @param manyLeads whether there is a lead for every id up to {@link AccountData#LAST_OF_MANY}, when it is asked for by id
 * @param consents whether the administrator lets the integration in (section 1.2)
 * @param consentAccount into which account, if the call of the window does not say it: subdomain, host or number
 */
record Behaviour(
        boolean apiFilter,
        boolean falseNext,
        int rateLimit,
        int accountRateLimit,
        int blockAfterRejections,
        long accessTokenSeconds,
        double webhookTimeScale,
        int eventLagSeconds,
        int eventShiftSeconds,
        boolean accountBlockFirst,
        boolean legacyApi,
        String legacyEmpties,
        boolean legacyNumbersAsStrings,
        boolean legacyFieldsAsMap,
        boolean manyLeads,
        boolean consents,
        String consentAccount) {
    static final Behaviour DEFAULT = new Behaviour(
            true,
            false,
            7,
            50,
            0,
            86_400,
            1.0,
            0,
            0,
            false,
            true,
            LegacyShape.MIXED,
            false,
            false,
            false,
            true,
            "elbrusbootcamp");

    Behaviour {
        if (rateLimit < 0
                || accountRateLimit < 0
                || blockAfterRejections < 0
                || accessTokenSeconds < 1
                || eventLagSeconds < 0
                || !(webhookTimeScale > 0)) {
            throw new IllegalArgumentException(
                    "rateLimit, accountRateLimit, blockAfterRejections and eventLagSeconds must be 0"
                            + " or more, accessTokenSeconds 1 or more, webhookTimeScale more than 0");
        }
        if (!Set.of(LegacyShape.OBJECT, LegacyShape.ARRAY, LegacyShape.MIXED).contains(legacyEmpties)) {
            throw new IllegalArgumentException("legacyEmpties must be object, array or mixed");
        }
    }

    Behaviour withWebhookTimeScale(double scale) {
        return with(Json.object().put("webhookTimeScale", scale));
    }

    /** These settings with those in {@code changes} put over them; throws IllegalArgumentException with a clear text. */
    Behaviour with(ObjectNode changes) {
        ObjectNode all = document();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String name = change.getKey();
            JsonNode known = all.get(name);
            if (known == null) {
                throw new IllegalArgumentException("unknown setting \"" + name + "\"; known are "
                        + String.join(
                                ", ",
                                all.properties().stream().map(Map.Entry::getKey).toList()));
            }
            if (!kind(known).equals(kind(change.getValue()))) {
                throw new IllegalArgumentException("\"" + name + "\" must be a " + kind(known));
            }
        }
        all.setAll(changes);
        return Json.read(all, Behaviour.class);
    }

    private static String kind(JsonNode value) {
        return value.isBoolean()
                ? "boolean"
                : value.isNumber() ? "number" : value.isTextual() ? "text" : "something else";
    }

    ObjectNode document() {
        return Json.document(this);
    }
}
