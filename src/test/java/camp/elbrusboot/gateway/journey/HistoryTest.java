package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Graphql.ask;
import static camp.elbrusboot.gateway.journey.Graphql.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What has happened, and how to go on from there. */
@QuarkusTest
@Timeout(60)
class HistoryTest {
    private static final long PIPELINE = 1309792;
    private static final long[] STAGES = {22695448, 21234454, 21234448, 21234451};

    private final SandboxControl sandbox = new SandboxControl();

    @BeforeEach
    void subscribeTheWebhook() {
        sandbox.subscribe("http://localhost:" + RestAssured.port + SandboxControl.webhookPath());
    }

    @Test
    void readsWhatHasHappenedPartByPartAndThenLive() {
        long lead = 30_000_201;
        List<String> moves = moved(lead, 5);

        List<String> read = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonPath part = part(lead, 2, after);
            read.addAll(part.getList("stageChanges.nodes.status.statusId", String.class));
            after = part.getString("stageChanges.pageInfo.endCursor");
            more = part.getBoolean("stageChanges.pageInfo.hasNextPage");
        }
        assertThat(read).isEqualTo(moves);
        assertThat(part(lead, 2, after).getList("stageChanges.nodes")).isEmpty();

        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.subscribe(subscription(lead, after));
            List<String> later = moved(lead, 1);
            assertThat(socket.stageChange().at("/status/statusId").asText()).isEqualTo(later.get(5));
            assertThat(socket.isQuiet()).isTrue();
        }
    }

    @Test
    void missesNothingThatHappenedWhileTheSubscriberWasAway() {
        long lead = 30_000_202;
        moved(lead, 2);
        String cursor = data("{ lead(id: \"" + lead + "\") { stageChanges(first: 1) { nodes { cursor } } } }")
                .getString("lead.stageChanges.nodes[0].cursor");
        List<String> all = moved(lead, 3);

        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.start(subscription(lead, cursor));
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < all.size() - 1; i++) {
                seen.add(socket.stageChange().at("/status/statusId").asText());
            }
            assertThat(seen).isEqualTo(all.subList(1, all.size()));
            all = moved(lead, 1);
            JsonNode live = socket.stageChange();
            assertThat(live.at("/status/statusId").asText()).isEqualTo(all.get(all.size() - 1));
        }
    }

    /** What has not been told yet can be gone on from, too. */
    @Test
    void goesOnFromWhereThereWasNothing() {
        long lead = 30_000_203;
        JsonPath nothing = part(lead, 10, null);
        assertThat(nothing.getList("stageChanges.nodes")).isEmpty();
        String end = nothing.getString("stageChanges.pageInfo.endCursor");
        List<String> moves = moved(lead, 2);

        assertThat(part(lead, 10, end).getList("stageChanges.nodes.status.statusId", String.class))
                .isEqualTo(moves);
    }

    @Test
    void readsTheHistoriesOfSeveralLeads() {
        List<String> one = moved(30_000_204, 2);
        List<String> other = moved(30_000_205, 3);

        JsonPath leads = data("{ leadsById(ids: [\"30000204\", \"30000205\", \"30000206\"]) {"
                + " stageChanges(first: 2) { nodes { status { statusId } } pageInfo { hasNextPage } }"
                + " all: stageChanges { nodes { status { statusId } } } } }");

        assertThat(leads.getList("leadsById[0].stageChanges.nodes.status.statusId"))
                .isEqualTo(one);
        assertThat(leads.getBoolean("leadsById[0].stageChanges.pageInfo.hasNextPage"))
                .isFalse();
        assertThat(leads.getList("leadsById[1].stageChanges.nodes.status.statusId"))
                .isEqualTo(other.subList(0, 2));
        assertThat(leads.getBoolean("leadsById[1].stageChanges.pageInfo.hasNextPage"))
                .isTrue();
        assertThat(leads.getList("leadsById[1].all.nodes.status.statusId")).isEqualTo(other);
        assertThat(leads.getList("leadsById[2].all.nodes")).isEmpty();
    }

    @Test
    void refusesCursorsThatItHasNotGiven() {
        moved(30_000_207, 1);
        String cursor = part(30_000_207, 1, null).getString("stageChanges.nodes[0].cursor");
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String shifted = text.replaceFirst(":(\\d+):([^:]+)$", ":1:$2");
        assertThat(shifted).isNotEqualTo(text);
        String tampered =
                Base64.getUrlEncoder().withoutPadding().encodeToString(shifted.getBytes(StandardCharsets.UTF_8));

        for (String wrong : List.of(tampered, "", "x", "%", cursor + "A", cursor.substring(1))) {
            assertThat(ask("{ stageChanges(after: \"" + wrong + "\") { nodes { id } } }")
                            .getString("errors[0].extensions.code"))
                    .as(wrong)
                    .isEqualTo("INVALID_ARGUMENT");
        }
        try (GraphqlSocket socket = new GraphqlSocket()) {
            socket.start("subscription { stageChanged(after: \"" + tampered + "\") { id } }");
            assertThat(socket.expect("error").at("/0/extensions/code").asText()).isEqualTo("INVALID_ARGUMENT");
        }
    }

    private static JsonPath part(long lead, int first, String after) {
        return data("{ stageChanges(first: " + first + (after == null ? "" : ", after: \"" + after + "\"")
                + ", filter: {leadIds: [\"" + lead
                + "\"]}) { nodes { cursor status { statusId } } pageInfo { hasNextPage endCursor } } }");
    }

    private static String subscription(long lead, String after) {
        return "subscription { stageChanged(filter: {leadIds: [\"" + lead + "\"]}, after: \"" + after
                + "\") { status { statusId } } }";
    }

    /** Moves the lead so often, each time to another stage; all stages that it has been moved to so far, when the log has them. */
    private List<String> moved(long lead, int times) {
        List<String> before = stages(lead);
        List<String> all = new ArrayList<>(before);
        for (int i = 0; i < times; i++) {
            long stage = STAGES[all.size() % STAGES.length];
            sandbox.move(lead, PIPELINE, stage);
            all.add(Long.toString(stage));
            int size = all.size();
            await().until(() -> stages(lead).size() == size);
        }
        return all;
    }

    private static List<String> stages(long lead) {
        return part(lead, 250, null).getList("stageChanges.nodes.status.statusId", String.class);
    }
}
