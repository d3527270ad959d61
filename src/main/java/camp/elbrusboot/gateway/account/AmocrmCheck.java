package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Connection;
import camp.elbrusboot.gateway.crm.ConnectionState;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether every account can be read. Wellness and not readiness: an account without tokens is served from the cache, and
 * the others as ever; taking the replica out of service would help none of them.
 */
@Wellness
@ApplicationScoped
class AmocrmCheck implements AsyncHealthCheck {
    private final Accounts accounts;
    private final Connections connections;
    private final Chains chains;

    AmocrmCheck(Accounts accounts, Connections connections, Chains chains) {
        this.accounts = accounts;
        this.connections = connections;
        this.chains = chains;
    }

    private record Finding(AccountRef account, Connection connection) {}

    @Override
    public Uni<HealthCheckResponse> call() {
        return Multi.createFrom()
                .iterable(accounts.all())
                .onItem()
                .transformToUniAndConcatenate(
                        ref -> connections.of(ref).map(connection -> new Finding(ref, connection)))
                .collect()
                .asList()
                .map(this::response);
    }

    private HealthCheckResponse response(List<Finding> findings) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("amoCRM")
                .status(findings.stream()
                        .allMatch(finding -> finding.connection().state() == ConnectionState.CONNECTED));
        for (Finding finding : findings) {
            response.withData(
                    finding.account().toString(), finding.connection().state().name());
            // Told and not judged: what a webhook misses is made good.
            response.withData(
                    finding.account() + " webhook",
                    finding.connection().webhook().name());
            chains.ending(finding.account())
                    .ifPresent(end -> response.withData(finding.account() + " authorization ends", end.toString()));
        }
        return response.build();
    }
}
