package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without PostgreSQL nothing is acknowledged, so that amoCRM tries again. */
@Timeout(120)
class DatabaseLossIT {
    @Test
    void acknowledgesNothingThatItCannotKeep() throws Exception {
        try (OwnDatabase database = new OwnDatabase("database_loss_it")) {
            Map<String, String> settings = database.settings();
            settings.remove("gateway.account.authorization-code");
            Path log = ProcessLog.of(DatabaseLossIT.class, "gateway");
            try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
                assertThat(deliver(gateway, settings)).isEqualTo(204);

                database.drop();

                assertThat(deliver(gateway, settings)).isEqualTo(503);
                await().atMost(20, TimeUnit.SECONDS).until(() -> !gateway.isReady());
                assertThat(Files.readString(log))
                        .contains("a webhook could not be stored")
                        .doesNotContain(settings.get("gateway.account.webhook-key"))
                        .doesNotContain("Anna");
            }
        }
    }

    private static int deliver(GatewayProcess gateway, Map<String, String> settings) {
        return gateway.post(
                        "/webhooks/amocrm/" + settings.get("gateway.account.id") + "/"
                                + settings.get("gateway.account.webhook-key"),
                        "application/x-www-form-urlencoded",
                        "leads[status][0][id]=1&leads[status][0][name]=Anna&leads[status][0][status_id]=142"
                                + "&leads[status][0][old_status_id]=143&leads[status][0][pipeline_id]=1309792")
                .statusCode();
    }
}
