package camp.elbrusboot.gateway.reads;

import static camp.elbrusboot.gateway.reads.Meaning.id;
import static camp.elbrusboot.gateway.reads.Meaning.moment;
import static camp.elbrusboot.gateway.reads.Meaning.plain;
import static camp.elbrusboot.gateway.reads.Meaning.text;
import static camp.elbrusboot.gateway.reads.Meaning.thing;

import camp.elbrusboot.gateway.reads.Meaning.Thing;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Leads, contacts, companies and the account, one call for each. */
final class EntityMeanings {
    private final RestV4 amocrm;
    private final PipelineMeanings pipelines;

    EntityMeanings(RestV4 amocrm, PipelineMeanings pipelines) {
        this.amocrm = amocrm;
        this.pipelines = pipelines;
    }

    static Thing lead(RestV4 amocrm, String id) {
        return thing("Lead", amocrm.get("leads/" + id + "?with=contacts,loss_reason"));
    }

    static Thing contact(RestV4 amocrm, String id) {
        return thing("Contact", amocrm.get("contacts/" + id + "?with=leads"));
    }

    void into(Map<String, Map<String, Meaning>> all) {
        Map<String, Meaning> query = all.get("Query");
        query.put("lead", (on, given) -> lead(amocrm, given.text("id", "")));
        query.put("leadsById", (on, given) -> each(given.texts("ids"), id -> lead(amocrm, id)));
        query.put("contact", (on, given) -> contact(amocrm, given.text("id", "")));
        query.put("contactsById", (on, given) -> each(given.texts("ids"), id -> contact(amocrm, id)));
        query.put("account", (on, given) -> new Thing("Account", amocrm.get("account?with=datetime_settings")));
        all.put("Lead", leads());
        all.put("Contact", contacts());
        all.put("Company", Map.of("id", id("id"), "name", (on, given) -> company(on)
                .get("name")));
        all.put(
                "Account",
                Map.of(
                        "id", id("id"),
                        "subdomain", plain("subdomain"),
                        "name", plain("name"),
                        "currency", plain("currency"),
                        "timezone", (on, given) -> on.at("/_embedded/datetime_settings/timezone")));
        all.put("Tag", Map.of("id", id("id"), "name", text("name")));
        all.put("LossReason", Map.of("id", id("id"), "name", plain("name")));
    }

    private Map<String, Meaning> leads() {
        Map<String, Meaning> meanings = common();
        meanings.put("name", text("name"));
        meanings.put("price", plain("price"));
        meanings.put("isDeleted", plain("is_deleted"));
        meanings.put("closedAt", moment("closed_at"));
        meanings.put(
                "pipeline",
                (on, given) -> pipelines.pipeline(on.path("pipeline_id").asText()));
        meanings.put(
                "status",
                (on, given) -> pipelines.status(
                        on.path("pipeline_id").asText(), on.path("status_id").asText()));
        meanings.put("contacts", (on, given) -> linked(on, "contacts", id -> contact(amocrm, id)));
        meanings.put("mainContact", (on, given) -> {
            for (JsonNode link : on.at("/_embedded/contacts")) {
                if (link.path("is_main").asBoolean()) {
                    return contact(amocrm, link.path("id").asText());
                }
            }
            return null;
        });
        meanings.put("lossReason", (on, given) -> thing("LossReason", on.at("/_embedded/loss_reason/0")));
        return meanings;
    }

    private Map<String, Meaning> contacts() {
        Map<String, Meaning> meanings = common();
        meanings.put("name", plain("name"));
        meanings.put("firstName", plain("first_name"));
        meanings.put("lastName", plain("last_name"));
        meanings.put("leads", (on, given) -> linked(on, "leads", id -> lead(amocrm, id)));
        meanings.put("emails", (on, given) -> FieldMeanings.points(on, "EMAIL"));
        meanings.put("phones", (on, given) -> FieldMeanings.points(on, "PHONE"));
        meanings.put("email", (on, given) -> FieldMeanings.firstPoint(on, "EMAIL"));
        meanings.put("phone", (on, given) -> FieldMeanings.firstPoint(on, "PHONE"));
        return meanings;
    }

    private static Map<String, Meaning> common() {
        Map<String, Meaning> meanings = new HashMap<>();
        meanings.put("id", id("id"));
        meanings.put("responsibleUserId", id("responsible_user_id"));
        meanings.put("createdAt", moment("created_at"));
        meanings.put("updatedAt", moment("updated_at"));
        meanings.put("company", (on, given) -> thing("Company", on.at("/_embedded/companies/0")));
        meanings.put("customFields", (on, given) -> FieldMeanings.fields(on, given));
        meanings.put("tags", (on, given) -> {
            List<Thing> tags = new ArrayList<>();
            on.at("/_embedded/tags").forEach(tag -> tags.add(new Thing("Tag", tag)));
            return tags;
        });
        return meanings;
    }

    private JsonNode company(JsonNode link) {
        return amocrm.get("companies/" + link.path("id").asText());
    }

    /** In amoCRM's order; what it does not have is not in the list. */
    private static List<Thing> linked(JsonNode on, String kind, Function<String, Thing> read) {
        List<Thing> all = new ArrayList<>();
        for (JsonNode link : on.path("_embedded").path(kind)) {
            Thing thing = read.apply(link.path("id").asText());
            if (thing != null) {
                all.add(thing);
            }
        }
        return all;
    }

    /** As many as there are ids, nulls and repetitions included. */
    private static List<Thing> each(List<String> ids, Function<String, Thing> read) {
        List<Thing> all = new ArrayList<>();
        ids.forEach(id -> all.add(read.apply(id)));
        return all;
    }
}
