package camp.elbrusboot.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ids to ask for. Few are favourites, so that caches are hit, and some are of nothing.
 *
 * @param statuses pairs of pipeline and status
 */
public record Population(
        List<String> leads,
        List<String> contacts,
        List<String> pipelines,
        List<String[]> statuses,
        List<String> users,
        List<String> fieldIds) {
    private static final List<String> UNKNOWN = List.of("1", "999", "29999999", "4000000000", "9007199254740993");
    private static final int FAVOURITES = 40;

    public static Population of(RestV4 amocrm, Random random) {
        List<String> leads = ids(amocrm, "leads?limit=5", "leads");
        List<String> contacts = ids(amocrm, "contacts?limit=5", "contacts");
        while (leads.size() < FAVOURITES) {
            leads.add(Integer.toString(30_000_001 + random.nextInt(10_000)));
            contacts.add(Integer.toString(50_000_001 + random.nextInt(15_000)));
        }
        leads.addAll(ids(amocrm, "leads?with=only_deleted&limit=3", "leads"));
        List<String> pipelines = ids(amocrm, "leads/pipelines", "pipelines");
        List<String[]> statuses = new ArrayList<>();
        for (String pipeline : pipelines) {
            ids(amocrm, "leads/pipelines/" + pipeline + "/statuses", "statuses")
                    .forEach(status -> statuses.add(new String[] {pipeline, status}));
        }
        List<String> fields = ids(amocrm, "leads/custom_fields?limit=250", "custom_fields");
        fields.addAll(ids(amocrm, "contacts/custom_fields?limit=250", "custom_fields"));
        return new Population(leads, contacts, pipelines, statuses, ids(amocrm, "users", "users"), fields);
    }

    String lead(Random random) {
        return one(random, leads, 30_000_001, 10_012);
    }

    String contact(Random random) {
        return one(random, contacts, 50_000_001, 15_000);
    }

    String pipeline(Random random) {
        return random.nextInt(12) == 0 ? pick(random, UNKNOWN) : pick(random, pipelines);
    }

    /** Now and then of different pipelines. */
    String[] status(Random random) {
        String[] status = pick(random, statuses);
        return random.nextInt(10) == 0 ? new String[] {pipeline(random), status[1]} : status;
    }

    String field(Random random) {
        return random.nextInt(6) == 0 ? pick(random, UNKNOWN) : pick(random, fieldIds);
    }

    static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String one(Random random, List<String> favourites, int first, int count) {
        int kind = random.nextInt(20);
        return kind < 13
                ? pick(random, favourites)
                : kind < 19 ? Integer.toString(first + random.nextInt(count)) : pick(random, UNKNOWN);
    }

    private static List<String> ids(RestV4 amocrm, String address, String collection) {
        List<String> ids = new ArrayList<>();
        for (JsonNode one : amocrm.get(address).path("_embedded").path(collection)) {
            ids.add(one.path("id").asText());
        }
        return ids;
    }
}
