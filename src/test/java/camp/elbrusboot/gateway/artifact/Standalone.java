package camp.elbrusboot.gateway.artifact;

import camp.elbrusboot.gateway.journey.SandboxControl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gateways in processes of their own, on a database of the test's own, that begin without tokens and without a code. */
abstract class Standalone {
    static final String FIRST = SandboxControl.ACCOUNT;
    static final String SECOND = "31415926";

    private static final String LEAD = "{\"query\":\"{ lead(id: 26331366) { name contacts { name } } }\"}";
    private static final String ACCOUNT = "{\"query\":\"{ account { id subdomain connection { state } } }\"}";
    private static final Pattern NAME = Pattern.compile("\"lead\":\\{\"name\":\"([^\"]*)\"");

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    final SandboxControl sandbox = new SandboxControl();

    @TempDir
    Path scratch;

    Path log;
    OwnDatabase database;
    Map<String, String> settings;

    @BeforeEach
    void ownDatabase() throws Exception {
        log = Files.createFile(scratch.resolve("gateway.log"));
        database = new OwnDatabase(getClass().getSimpleName().toLowerCase(Locale.ROOT));
        settings = database.settings();
        settings.remove("gateway.account.authorization-code");
        settings.put("gateway.tokens.refusal-lasts", "100ms");
        SandboxControl.flushCache();
    }

    @AfterEach
    void leaveNoTrace() throws Exception {
        sandbox.reset();
        database.close();
        SandboxControl.flushCache();
    }

    GatewayProcess start() throws IOException {
        return GatewayProcess.start(settings, log);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** A lead whose number is one in both accounts, from the cache or from amoCRM. */
    static String lead(GatewayProcess gateway, String account) {
        return withoutAge(gateway.post("/graphql", "application/json", LEAD, "X-Amocrm-Account", account)
                .body());
    }

    static String lead(GatewayProcess gateway) {
        return withoutAge(gateway.post("/graphql", "application/json", LEAD).body());
    }

    /** How old an answer is differs from one to the next. */
    private static String withoutAge(String answer) {
        return answer.replaceAll(",\"extensions\":\\{\"freshness\":\\{[^}]*}}", "");
    }

    /** The same from amoCRM, whatever the cache has. */
    static String freshLead(GatewayProcess gateway) {
        SandboxControl.flushCache();
        return lead(gateway);
    }

    static String nameIn(String answer) {
        Matcher name = NAME.matcher(answer);
        if (!name.find()) {
            throw new AssertionError(answer);
        }
        return name.group(1);
    }

    static String account(GatewayProcess gateway, String account) {
        return gateway.post("/graphql", "application/json", ACCOUNT, "X-Amocrm-Account", account)
                .body();
    }

    /** From the gateway to amoCRM's window; where that sends the browser back to, as path and query. */
    static String consented(GatewayProcess gateway, String query) throws Exception {
        HttpResponse<String> connect = gateway.getManagement("/oauth/connect" + query);
        if (connect.statusCode() != 302) {
            throw new AssertionError(connect.statusCode() + " " + connect.body());
        }
        String window = connect.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> back =
                BROWSER.send(HttpRequest.newBuilder(URI.create(window)).build(), HttpResponse.BodyHandlers.ofString());
        String location = back.headers().firstValue("Location").orElseThrow();
        return location.substring(location.indexOf("/oauth/callback"));
    }

    static String parameter(String callback, String name) {
        Matcher parameter = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(callback);
        if (!parameter.find()) {
            throw new AssertionError(callback);
        }
        return parameter.group(1);
    }

    static String with(String callback, String name, String value) {
        return callback.replaceAll("([?&]" + name + "=)[^&]*", "$1" + Matcher.quoteReplacement(value));
    }
}
