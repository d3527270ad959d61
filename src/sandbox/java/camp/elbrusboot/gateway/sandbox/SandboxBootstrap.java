package camp.elbrusboot.gateway.sandbox;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Introduces the gateway to the sandbox: subscribes it to webhooks as soon as it listens, and greets in dev mode. */
@ApplicationScoped
class SandboxBootstrap {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HttpServer gateway;
    private final String sandboxUrl;
    private final String accountId;
    private final String webhookKey;

    SandboxBootstrap(
            HttpServer gateway,
            @ConfigProperty(name = "sandbox.url") String sandboxUrl,
            @ConfigProperty(name = "gateway.account.id") String accountId,
            @ConfigProperty(name = "gateway.account.webhook-key") String webhookKey) {
        this.gateway = gateway;
        this.sandboxUrl = sandboxUrl;
        this.accountId = accountId;
        this.webhookKey = webhookKey;
    }

    void gatewayListens(@ObservesAsync HttpServerStart start) throws IOException, InterruptedException {
        int port = gateway.getPort();
        subscribe("http://localhost:" + port + "/webhooks/amocrm/" + accountId + "/" + webhookKey);
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            greet(port);
        }
    }

    /** By a control call: what the gateway itself asks for should be all that is in the record of requests. */
    private void subscribe(String destination) throws IOException, InterruptedException {
        String body = "{\"destination\":\"" + destination + "\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandboxUrl + "/sandbox/subscribe"))
                .timeout(DEADLINE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(DEADLINE)
                .build()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 201) {
            throw new IllegalStateException("The sandbox refused the subscription with status " + status);
        }
    }

    private void greet(int port) {
        System.out.printf("""

                The sandbox stands in for amoCRM.
                  GraphiQL   %2$s/sandbox/graphiql?port=%1$d
                  GraphQL    http://localhost:%1$d/graphql
                  Sandbox    %2$s
                Callers need a token, which GraphiQL has when you come to it by that address:
                  curl -X POST '%2$s/sandbox/token?roles=crm.read,crm.pii'
                Move a lead and watch the subscription:
                  curl -X POST '%2$s/sandbox/leads/26331366/move?pipelineId=1309792&statusId=21234454'

                """, port, sandboxUrl);
    }
}
