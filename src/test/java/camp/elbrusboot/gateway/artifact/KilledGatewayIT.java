package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What amoCRM has been told is kept is kept, whatever happens the moment after. */
@Timeout(value = 45, unit = TimeUnit.MINUTES)
class KilledGatewayIT {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);

    @Test
    void keepsWhatItAcknowledgedThroughKill9() throws Exception {
        // Nothing is read from amoCRM here; without the code no token is spent either.
        Map<String, String> settings = new HashMap<>(SandboxSettings.settings());
        settings.remove("gateway.account.authorization-code");
        String address = "/webhooks/amocrm/" + settings.get("gateway.account.id") + "/"
                + settings.get("gateway.account.webhook-key");
        Path log = ProcessLog.of(KilledGatewayIT.class, "gateway");

        for (int round = 0; round < ROUNDS; round++) {
            long lead = 90_000_000L + round;
            try (GatewayProcess gateway = GatewayProcess.start(settings, log)) {
                String body = "leads[status][0][id]=" + lead + "&leads[status][0][status_id]=142"
                        + "&leads[status][0][old_status_id]=21234454&leads[status][0][pipeline_id]=1309792"
                        + "&leads[status][0][updated_at]=1700000000&account[id]=" + settings.get("gateway.account.id");
                assertThat(gateway.post(address, "application/x-www-form-urlencoded", body)
                                .statusCode())
                        .isEqualTo(204);
                gateway.kill();
            }
            try (GatewayProcess again = GatewayProcess.start(settings, log)) {
                assertThat(rows(settings, lead)).isEqualTo(1);
                again.kill();
            }
        }
    }

    private static int rows(Map<String, String> settings, long lead) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + settings.get("gateway.database.url"),
                        settings.get("gateway.database.username"),
                        settings.get("gateway.database.password"));
                PreparedStatement query =
                        connection.prepareStatement("select count(*) from stage_change where lead_id = ?")) {
            query.setLong(1, lead);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
