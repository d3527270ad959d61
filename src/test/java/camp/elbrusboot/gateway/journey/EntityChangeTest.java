package camp.elbrusboot.gateway.journey;

import static camp.elbrusboot.gateway.journey.Deliveries.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What caches are told of a webhook, seen in the log. Each test has entities of its own. */
@QuarkusTest
@Timeout(60)
class EntityChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool database;

    @ParameterizedTest
    @ValueSource(strings = {"add", "update", "delete", "restore", "status", "responsible", "whatever"})
    void tellsOfWhateverHappens(String action) {
        assertThat(post("leads[" + action + "][0][id]=910001&contacts[" + action + "][7][id]=910002&contacts[" + action
                        + "][7][type]=contact&companies[" + action + "][0][id]=910003"))
                .isEqualTo(204);

        assertThat(touched(910001, 910003)).endsWith("LEAD 910001", "CONTACT 910002", "COMPANY 910003");
    }

    @ParameterizedTest
    @CsvSource({
        "911001, contacts, contact, CONTACT",
        "911002, contacts, company, COMPANY",
        "911003, companies, company, COMPANY",
        "911004, companies, contact, CONTACT",
        "911005, companies, , COMPANY",
    })
    void goesByTheTypeInTheSectionOfContacts(long id, String section, String type, String kind) {
        String key = section + "[update][0]";
        assertThat(post(key + "[id]=" + id + (type == null ? "" : "&" + key + "[type]=" + type)))
                .isEqualTo(204);

        assertThat(touched(id, id)).containsExactly(kind + " " + id);
    }

    @Test
    void takesWhatDoesNotSayItsTypeForBoth() {
        assertThat(post("contacts[update][0][id]=912001")).isEqualTo(204);

        assertThat(touched(912001, 912001)).containsExactly("CONTACT 912001", "COMPANY 912001");
    }

    @ParameterizedTest
    @CsvSource({
        "913001, leads, 2, LEAD",
        "913003, contacts, 1, CONTACT",
        "913005, contacts, 3, COMPANY",
        "913007, leads, , LEAD",
    })
    void findsWhatANoteBelongsTo(long id, String section, String type, String kind) {
        String key = section + "[note][0][note]";
        long note = id + 1;
        assertThat(post(key + "[id]=" + note + "&" + key + "[element_id]=" + id
                        + (type == null ? "" : "&" + key + "[element_type]=" + type)))
                .isEqualTo(204);

        assertThat(touched(id, note)).containsExactly(kind + " " + id);
    }

    @Test
    void tellsOfTheEntitiesThatAContactIsLinkedTo() {
        String key = "contacts[update][0]";
        assertThat(post(key + "[id]=914001&" + key + "[type]=contact&" + key + "[linked_company_id]=914002&" + key
                        + "[linked_leads_id][914003][ID]=914003&" + key + "[linked_leads_id][914004][ID]=914004&" + key
                        + "[custom_fields][0][id]=914005&" + key + "[tags][0][id]=914006"))
                .isEqualTo(204);

        assertThat(touched(914001, 914006))
                .containsExactlyInAnyOrder("CONTACT 914001", "COMPANY 914002", "LEAD 914003", "LEAD 914004");
    }

    @Test
    void tellsOnceOfWhatADeliveryNamesOften() {
        String move = move(915001, 1700009150);
        String contact = "&contacts[update][0][id]=915002&contacts[update][0][type]=contact";

        assertThat(post(move + move.replace("status", "update") + contact + contact.replace("update", "add")
                        + "&contacts[update][0][linked_leads_id][915001][ID]=915001"))
                .isEqualTo(204);

        assertThat(touched(915001, 915002)).containsExactlyInAnyOrder("LEAD 915001", "CONTACT 915002");
    }

    /** A repetition may carry what was changed since. */
    @Test
    void tellsOfARepetitionThatIsNoNewStageChange() {
        post(move(916001, 1700009160));
        post(move(916001, 1700009160));

        assertThat(query("select 1 from stage_change where lead_id = 916001")).hasSize(1);
        assertThat(touched(916001, 916001)).containsExactly("LEAD 916001", "LEAD 916001");
    }

    @Test
    void tellsOfEntitiesBeforeTheStageChangesOfTheDelivery() {
        assertThat(post(move(917001, 1700009170) + "&contacts[update][0][id]=917002&contacts[update][0][type]=contact"))
                .isEqualTo(204);

        assertThat(query(
                        "select what from (select id, kind as what from entity_change where entity_id between 917001 and"
                                + " 917002 union all select id, 'stage' from stage_change where lead_id = 917001) as log"
                                + " order by id"))
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("LEAD", "CONTACT", "stage")
                .last()
                .isEqualTo("stage");
    }

    @Test
    void passesOverIdsThatAreNone() {
        String[] broken = {"", "0", "-1", "x", "1.5", "99999999999999999999", "%00"};
        StringBuilder body = new StringBuilder("leads[update][99][id]=918001");
        for (int i = 0; i < broken.length; i++) {
            body.append("&leads[update][").append(i).append("][id]=").append(broken[i]);
            body.append("&contacts[update][").append(i).append("][id]=").append(broken[i]);
            body.append("&contacts[update][99][linked_leads_id][x][ID]=").append(broken[i]);
            body.append("&leads[note][")
                    .append(i)
                    .append("][note][element_id]=")
                    .append(broken[i]);
        }
        body.append("&contacts[update][99][linked_company_id]=y&leads[note][98][note][element_type]=4"
                + "&leads[note][98][note][element_id]=918002&leads[note][97][note]=918003&leads[][][id]=918004"
                + "&leads[update][918005]=1&contacts[=918006&companies]=918007");

        assertThat(post(body.toString())).isEqualTo(204);

        assertThat(touched(918001, 918007)).containsExactly("LEAD 918001", "LEAD 918004");
        assertThat(query("select 1 from entity_change where entity_id <= 1 or entity_id > 1000000000000"))
                .isEmpty();
    }

    /** Without it they would wait for the next poll. */
    @Test
    void wakesTheTailsThoughThereIsNoStageChange() {
        SqlConnection listener = database.getConnection().await().atMost(PATIENCE);
        try {
            List<String> accounts = new CopyOnWriteArrayList<>();
            PgConnection.cast(listener.getDelegate()).notificationHandler(heard -> accounts.add(heard.getPayload()));
            listener.query("LISTEN gateway_log").execute().await().atMost(PATIENCE);

            post("contacts[update][0][id]=919001&contacts[update][0][type]=contact");

            await().atMost(PATIENCE).until(() -> accounts.contains("21234439"));
        } finally {
            listener.query("UNLISTEN gateway_log").execute().await().atMost(PATIENCE);
            listener.close().await().atMost(PATIENCE);
        }
    }

    @Test
    void takesThousandsAtOnce() {
        StringBuilder body = new StringBuilder("account[id]=21234439");
        for (int i = 0; i < 5_000; i++) {
            body.append("&contacts[update][").append(i).append("][id]=").append(920_001 + i);
        }

        assertThat(post(body.toString())).isEqualTo(204);

        assertThat(touched(920_001, 930_000)).hasSize(10_000);
    }

    @Test
    void forgetsWhatIsTooOldForAnyCache() {
        insert("130 minutes", 1, 2_500);
        insert("110 minutes", 3_001, 3_010);

        await().atMost(PATIENCE).until(() -> old(1, 2_500).isEmpty());
        assertThat(old(3_001, 3_010)).hasSize(10);
    }

    /** Another replica is at the same work, and slow. */
    @Test
    void leavesToOthersWhatTheyAreDeleting() {
        SqlConnection other = database.getConnection().await().atMost(PATIENCE);
        try {
            Transaction held = deletingTheOldest(other);
            insert("130 minutes", 4_001, 4_010);

            await().atMost(PATIENCE).until(() -> old(4_001, 4_010).isEmpty());
            assertThat(old(5_001, 5_001)).isNotEmpty();
            held.rollback().await().atMost(PATIENCE);
        } finally {
            other.close().await().atMost(PATIENCE);
        }
        await().atMost(PATIENCE).until(() -> old(5_001, 5_001).isEmpty());
    }

    /** Tries again where the gateway was faster. */
    private Transaction deletingTheOldest(SqlConnection other) {
        while (true) {
            insert("3 hours", 5_001, 5_001);
            Transaction held = other.begin().await().atMost(PATIENCE);
            int deleted = other.query("delete from entity_change where account_id = 77 and entity_id = 5001")
                    .execute()
                    .await()
                    .atMost(PATIENCE)
                    .rowCount();
            if (deleted > 0) {
                return held;
            }
            held.rollback().await().atMost(PATIENCE);
        }
    }

    /** The end of the log must not come nearer: caches compare it with how far they are. */
    @Test
    void keepsTheNewestHoweverOldItIs() {
        insertAlone("130 minutes", 6_001, 6_010);

        await().atMost(PATIENCE).until(() -> old(6_001, 6_009).isEmpty());

        assertThat(old(6_010, 6_010)).hasSize(1);
    }

    /** Of an account that nobody follows; something newer follows. */
    private void insert(String age, long first, long last) {
        insertAlone(age, first, last);
        insertAlone("0 minutes", 9_999, 9_999);
    }

    private void insertAlone(String age, long first, long last) {
        query(
                "insert into entity_change (account_id, kind, entity_id, received_at) select 77, 'LEAD', id, now() - interval '"
                        + age + "' from generate_series($1::bigint, $2::bigint) as id",
                first,
                last);
    }

    private List<Row> old(long first, long last) {
        return query(
                "select entity_id from entity_change where account_id = 77 and entity_id between $1 and $2",
                first,
                last);
    }

    private List<String> touched(long first, long last) {
        return query(
                        "select kind, entity_id from entity_change where account_id = 21234439 and entity_id between $1"
                                + " and $2 order by id",
                        first,
                        last)
                .stream()
                .map(row -> row.getString(0) + " " + row.getLong(1))
                .toList();
    }

    private static String move(long lead, long at) {
        String key = "leads[status][0]";
        return key + "[id]=" + lead + "&" + key + "[status_id]=142&" + key + "[old_status_id]=21234454&" + key
                + "[pipeline_id]=1309792&" + key + "[updated_at]=" + at;
    }

    private List<Row> query(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        database.preparedQuery(sql)
                .execute(Tuple.tuple(List.of(parameters)))
                .await()
                .atMost(PATIENCE)
                .forEach(rows::add);
        return rows;
    }
}
