package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A webhook subscription (section 2.12). */
record Subscription(
        long id,
        String destination,
        long createdAt,
        long updatedAt,
        int sort,
        boolean disabled,
        List<String> settings) {
    private static final List<String> ENTITIES = List.of("lead", "contact", "company", "customer", "task");
    private static final List<String> ACTIONS = List.of("add", "update", "delete", "restore", "responsible", "note");
    private static final Set<String> OTHERS =
            Set.of("status_lead", "add_talk", "update_talk", "add_chat_template_review");

    /** Whatever happens to leads, contacts and companies. */
    static final List<String> CRM_SETTINGS = Stream.concat(
                    Stream.of("status_lead"),
                    Stream.of("lead", "contact", "company")
                            .flatMap(entity -> ACTIONS.stream().map(action -> action + "_" + entity)))
            .toList();

    Subscription {
        settings = List.copyOf(settings);
    }

    static boolean isSetting(String text) {
        int underscore = text.indexOf('_');
        return OTHERS.contains(text)
                || (underscore > 0
                        && ACTIONS.contains(text.substring(0, underscore))
                        && ENTITIES.contains(text.substring(underscore + 1)));
    }

    Subscription switchedOff() {
        return new Subscription(id, destination, createdAt, updatedAt, sort, true, settings);
    }

    Subscription switchedOn() {
        return new Subscription(id, destination, createdAt, updatedAt, sort, false, settings);
    }

    ObjectNode document(long accountId) {
        ObjectNode document = Json.object()
                .put("id", id)
                .put("destination", destination)
                .put("created_at", createdAt)
                .put("updated_at", updatedAt)
                .put("account_id", accountId)
                .put("created_by", Account.ADMINISTRATOR)
                .put("sort", sort)
                .put("disabled", disabled);
        settings.forEach(document.putArray("settings")::add);
        return document;
    }
}
