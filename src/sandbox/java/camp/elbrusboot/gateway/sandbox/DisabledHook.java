package camp.elbrusboot.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What amoCRM tells an integration that was switched off in an account (section 1.8).
 *
 * @param url of the integration's settings
 * @param parameter the prose of the documentation calls it {@code client_id}, its code {@code client_uuid}
 */
record DisabledHook(String url, String parameter, String signature) {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int UNREACHABLE = 0;

    /** Signed rightly unless the order says otherwise; throws IllegalArgumentException with a clear text. */
    static DisabledHook parse(ObjectNode order, Account account) {
        String url = order.path("url").asText("");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("\"url\" must be the address to call, with http:// or https://");
        }
        String parameter = order.path("parameter").asText("client_uuid");
        if (!Set.of("client_uuid", "client_id").contains(parameter)) {
            throw new IllegalArgumentException("\"parameter\" must be client_uuid or client_id");
        }
        return new DisabledHook(url, parameter, order.path("signature").asText(signature(account)));
    }

    static String signature(Account account) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Integration.CLIENT_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String message = Integration.CLIENT_ID + "|" + account.id();
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The status that came back; 0 if none did. */
    int send(Account account) {
        String query = "account_id=" + account.id()
                + "&" + parameter + "=" + Integration.CLIENT_ID
                + "&signature=" + Query.encode(signature);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + (url.contains("?") ? "&" : "?") + query))
                .timeout(DEADLINE)
                .GET()
                .build();
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(DEADLINE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unreachable) {
            return UNREACHABLE;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return UNREACHABLE;
        }
    }
}
