package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.ask;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contacts in lists, places in lists, and values of fields. */
@QuarkusTest
@Timeout(60)
class ListsTest {
    @Test
    void listsContactsPageByPage() {
        String query = "query($after: String) { contacts(first: 20, after: $after) { nodes { id updatedAt }"
                + " edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
        JsonPath first = ask(query).setRootPath("data.contacts");
        JsonPath second = ask(query, Map.of("after", first.getString("pageInfo.endCursor")))
                .setRootPath("data.contacts");

        assertThat(first.getBoolean("pageInfo.hasNextPage")).isTrue();
        assertThat(first.getBoolean("pageInfo.hasPreviousPage")).isFalse();
        assertThat(second.getBoolean("pageInfo.hasPreviousPage")).isTrue();
        assertThat(first.getList("edges.node.id")).isEqualTo(first.getList("nodes.id"));
        assertThat(first.getString("edges[19].cursor")).isEqualTo(first.getString("pageInfo.endCursor"));
        List<String> times = new ArrayList<>(first.getList("nodes.updatedAt"));
        times.addAll(second.getList("nodes.updatedAt"));
        assertThat(times).hasSize(40).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(second.getList("nodes.id")).doesNotContainAnyElementsOf(first.getList("nodes.id"));
    }

    @Test
    void listsTheContactsThatAFilterAdmits() {
        assertThat(data("{ contacts(filter: {query: \"test@elbrusboot.camp\"}) { nodes { name } } }")
                        .getList("contacts.nodes.name", String.class))
                .containsExactly("Тест Тестов Тестович");
        assertThat(data("{ contacts(first: 5, filter: {responsibleUserIds: [\"2772377\"],"
                                + " createdAt: {to: \"2024-01-01T00:00:00Z\"}}) { nodes { responsibleUserId createdAt } } }")
                        .getList("contacts.nodes"))
                .hasSize(5)
                .allSatisfy(node -> {
                    assertThat(((Map<?, ?>) node).get("responsibleUserId")).isEqualTo("2772377");
                    assertThat((String) ((Map<?, ?>) node).get("createdAt")).isLessThan("2024-01-01T00:00:00Z");
                });
        assertRefused("{ contacts(first: 251) { nodes { id } } }", "\"first\"");
        assertRefused(
                "{ contacts(filter: {responsibleUserIds: [\"x\"]}) { nodes { id } } }",
                "\"filter.responsibleUserIds\"");
    }

    /** Each of its characters counts. */
    @Test
    void refusesACursorThatWasTamperedWith() {
        String cursor = data("{ leads(first: 1) { pageInfo { endCursor } } }").getString("leads.pageInfo.endCursor");

        for (int place = 0; place < cursor.length(); place++) {
            String tampered = cursor.substring(0, place)
                    + (cursor.charAt(place) == 'A' ? 'B' : 'A')
                    + cursor.substring(place + 1);
            assertRefused("{ leads(first: 1, after: \"" + tampered + "\") { nodes { id } } }", "\"after\"");
        }
        for (String wrong : List.of("", "AAAA", cursor + "AAAA", cursor.substring(4), cursor + "=", "ключ")) {
            assertRefused("{ leads(first: 1, after: \"" + wrong + "\") { nodes { id } } }", "\"after\"");
        }
    }

    @Test
    void refusesACursorOfAnotherList() {
        String cursor =
                data("{ contacts(first: 1) { pageInfo { endCursor } } }").getString("contacts.pageInfo.endCursor");

        assertThat(data("{ contacts(first: 1, after: \"" + cursor + "\") { nodes { id } } }")
                        .getList("contacts.nodes"))
                .hasSize(1);
        assertRefused("{ leads(first: 1, after: \"" + cursor + "\") { nodes { id } } }", "\"after\"");
        assertRefused(
                "{ contacts(first: 1, after: \"" + cursor + "\", filter: {query: \"a\"}) { nodes { id } } }",
                "\"after\"");
        assertRefused(
                "{ pipeline(id: \"1309792\") { leads(after: \"" + cursor + "\") { nodes { id } } } }", "\"after\"");
    }

    @Test
    void refusesMoreIdsThanAllowed() {
        String ids = LongStream.range(1, 1_002).mapToObj(id -> "\"" + id + "\"").collect(Collectors.joining(","));

        assertRefused("{ contactsById(ids: [" + ids + "]) { id } }", "\"ids\"");
        assertRefused("{ leadsById(ids: [" + ids + "]) { id } }", "\"ids\"");
    }

    @Test
    void keepsTheStructureOfValues() {
        JsonPath structure =
                data("{ contact(id: \"50014352\") { customFields(ids: [\"682099\"]) { values { text json } } } }");
        assertThat(structure.getString("contact.customFields[0].values[0].json.shape"))
                .isEqualTo("cube");
        assertThat(structure.getInt("contact.customFields[0].values[0].json.size"))
                .isEqualTo(14_351);
        assertThat(structure.getString("contact.customFields[0].values[0].text"))
                .contains("\"shape\":\"cube\"");

        JsonPath lead = data("{ lead(id: \"26331366\") { customFields { type values { json } } } }");
        assertThat(lead.<Object>get("lead.customFields.find { it.type == 'checkbox' }.values[0].json"))
                .isEqualTo(true);
        assertThat(lead.<Object>get("lead.customFields.find { it.type == 'date' }.values[0].json"))
                .isEqualTo(1_774_904_400);
        assertThat(lead.<Object>get("lead.customFields.find { it.type == 'numeric' }.values[0].json"))
                .isEqualTo("15000");
    }

    private static void assertRefused(String query, String argument) {
        JsonPath answer = ask(query);
        assertThat(answer.getString("errors[0].extensions.code")).as(query).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.getString("errors[0].message")).as(query).contains(argument);
    }
}
