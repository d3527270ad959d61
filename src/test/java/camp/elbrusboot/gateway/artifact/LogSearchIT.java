package camp.elbrusboot.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import camp.elbrusboot.gateway.journey.OpenIdProvider;
import camp.elbrusboot.gateway.journey.SandboxControl;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs after all other tests, and looks in whatever the gateway has logged meanwhile for what must not be there. */
class LogSearchIT {
    private static final Path LOGS = Path.of("target", "logs");

    @TestFactory
    Stream<DynamicTest> findsNoSecretAndNoPersonalData() throws IOException {
        List<Path> files = files();
        return forbidden().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    List<String> found = new ArrayList<>();
                    for (Path file : files) {
                        search(file, entry.getValue(), found);
                    }
                    assertThat(found).isEmpty();
                }));
    }

    /** A search in the wrong place finds nothing either. */
    @Test
    void searchesWhatTheGatewayHasLogged() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            search(file, Pattern.compile("new token pair by (authorization_code|refresh_token)"), found);
        }
        assertThat(found).isNotEmpty();
    }

    /** amoCRM's tokens and codes are known by their beginnings; what belongs to people by its form. */
    private static Map<String, Pattern> forbidden() {
        Map<String, Pattern> forbidden = new LinkedHashMap<>();
        forbidden.put("access token", Pattern.compile("eyJ[A-Za-z0-9_-]{8,}"));
        forbidden.put("refresh token or code", Pattern.compile("def502[0-9a-f]{6,}"));
        forbidden.put("bearer", Pattern.compile("Bearer(?: |%20|\\+)[^{\\s]"));
        forbidden.put("long-lived token", Pattern.compile("sandbox-long-lived-token"));
        forbidden.put("client secret", literal("gateway.account.client-secret"));
        forbidden.put("client secret at the provider", anyForm(OpenIdProvider.CLIENT_SECRET));
        forbidden.put("webhook key", literal("gateway.account.webhook-key"));
        forbidden.put("database password", Pattern.compile("password=\\S"));
        forbidden.put(
                "key of tokens",
                anyForm(SandboxControl.setting("gateway.tokens.keys").split(":", 2)[1]));
        forbidden.put("e-mail", Pattern.compile("[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9-]+\\.[A-Za-z]{2,}"));
        forbidden.put("phone", Pattern.compile("(?:%2[Bb]|(?<![\\w.-])\\+?)7\\d{10}(?![\\w.-])"));
        return forbidden;
    }

    private static Pattern literal(String setting) {
        return anyForm(SandboxControl.setting(setting));
    }

    /** As it is, or as it stands in an address. */
    private static Pattern anyForm(String secret) {
        return Pattern.compile(Pattern.quote(secret) + "|" + "(?i:"
                + Pattern.quote(URLEncoder.encode(secret, StandardCharsets.UTF_8)) + ")");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(LOGS)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void search(Path file, Pattern pattern, List<String> found) throws IOException {
        int number = 0;
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            Matcher matcher = pattern.matcher(line);
            if (matcher.find() && found.size() < 20) {
                // Where it is, and not what it is: this is a log too.
                found.add(file.getFileName() + ":" + number + " at " + matcher.start());
            }
        }
    }
}
