package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.reads.Frontend;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More leads go through a replica than it can hold. */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class MemoryIT {
    private static final int LEADS = Integer.getInteger("memory.leads", 20_000);
    private static final int AT_ONCE = 1_000;
    private static final long FIRST = 31_000_000;
    private static final double HEAP = 512 * 1024 * 1024;
    private static final String HEAP_ONLY = "area=\"heap\"";
    private static final String KIND = "kind=\"lead";

    @Test
    void readsMoreLeadsThanFitIntoItsMemory() throws Exception {
        Assumptions.assumeTrue(
                GatewayProcess.command().contains("-jar"), "skipped: the limit is given to a JVM, and this is none");
        try (Fleet fleet = new Fleet(MemoryIT.class, 1, Map.of(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError")) {
            fleet.sandbox.settings("{\"manyLeads\":true}");
            GatewayProcess replica = fleet.replica(0);
            Frontend gateway = fleet.frontends().get(0);
            assertThat(replica.metric("jvm_memory_max_bytes", HEAP_ONLY)).isLessThanOrEqualTo(HEAP);

            for (long from = FIRST; from < FIRST + LEADS; from += AT_ONCE) {
                read(gateway, from);
            }
            double used = replica.metric("jvm_memory_used_bytes", HEAP_ONLY);
            double misses = replica.metric("gateway_cache_misses_total", KIND);
            double hits = replica.metric("gateway_cache_hits_total", KIND);
            // The latest are the last to be given up.
            read(gateway, FIRST + LEADS - AT_ONCE);

            System.out.printf(
                    "MemoryIT: %d leads, %.0f MiB of heap in use, %.0f misses, %.0f hits%n",
                    LEADS, used / 1024 / 1024, misses, hits);
            assertThat(replica.isAlive()).isTrue();
            assertThat(used).isLessThan(HEAP);
            assertThat(misses).isGreaterThanOrEqualTo(LEADS);
            assertThat(replica.metric("gateway_cache_hits_total", KIND)).isGreaterThan(hits);
            assertThat(Files.readString(Path.of("target/logs/MemoryIT-1.log"))).doesNotContain("OutOfMemoryError");
        }
    }

    private static void read(Frontend gateway, long from) throws Exception {
        String ids =
                LongStream.range(from, from + AT_ONCE).mapToObj(Long::toString).collect(Collectors.joining(", "));
        JsonNode answer = gateway.ask("{ leadsById(ids: [" + ids
                        + "]) { id name price tags { name } customFields { values { text } } } }")
                .get(60, TimeUnit.SECONDS);
        assertThat(answer.has("errors")).as("%s", answer.path("errors")).isFalse();
        assertThat(answer.at("/data/leadsById")).hasSize(AT_ONCE).noneMatch(JsonNode::isNull);
        assertThat(answer.at("/data/leadsById/0/id").asText()).isEqualTo(Long.toString(from));
    }
}
