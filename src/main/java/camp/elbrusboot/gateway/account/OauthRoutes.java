package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Gatekeeper;
import camp.elbrusboot.gateway.access.Role;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of connecting accounts. {@code /oauth/connect} is for operators and on the management interface alone;
 * where amoCRM and administrators' browsers come, {@code /oauth/callback} and {@code /oauth/disabled}, is public.
 */
@ApplicationScoped
class OauthRoutes {
    private static final Logger LOG = Logger.getLogger(OauthRoutes.class);

    private final Accounts accounts;
    private final Connecting connecting;
    private final DisabledHook disabled;
    private final Gatekeeper gatekeeper;
    private final OauthLimits limits;

    OauthRoutes(
            Accounts accounts,
            Connecting connecting,
            DisabledHook disabled,
            Gatekeeper gatekeeper,
            OauthLimits limits) {
        this.accounts = accounts;
        this.connecting = connecting;
        this.disabled = disabled;
        this.gatekeeper = gatekeeper;
        this.limits = limits;
    }

    void operators(@Observes ManagementInterface management) {
        management.router().get("/oauth/connect").handler(request -> operating(request, this::connect));
        management.router().get("/accounts").handler(request -> operating(request, this::list));
    }

    void everybody(@Observes Router router) {
        router.get("/oauth/callback").handler(this::admit).handler(this::callback);
        router.get("/oauth/disabled").handler(this::admit).handler(this::disabled);
    }

    private void admit(RoutingContext request) {
        long wait = limits.take(request.request().remoteAddress());
        if (wait == 0) {
            request.next();
            return;
        }
        request.response().putHeader("Retry-After", Long.toString(wait));
        page(request, 429, "Too many requests from this address. Try again in " + wait + " s.");
    }

    /** The port alone does not tell operators from others: it is reached from the whole cluster. */
    private void operating(RoutingContext request, BiConsumer<RoutingContext, Caller> answer) {
        gatekeeper
                .admit(request, Gatekeeper.bearer(request), Role.OPERATE)
                .subscribe()
                .with(caller -> answer.accept(request, caller), failure -> refuse(request, failure));
    }

    private static void refuse(RoutingContext request, Throwable failure) {
        CrmException known = failure instanceof CrmException crm
                ? crm
                : new CrmException(CrmErrorCode.INTERNAL, "internal error", failure);
        int status =
                switch (known.code()) {
                    case UNAUTHENTICATED -> 401;
                    case FORBIDDEN -> 403;
                    default -> 503;
                };
        if (status == 401) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        page(request, status, "Refused: " + known.getMessage() + ".");
    }

    private static boolean isOf(Caller caller, ConnectedAccount account) {
        return caller.mayNameAccount(account.ref().toString(), account.host());
    }

    private void connect(RoutingContext request, Caller caller) {
        String name = request.request().getParam("account");
        Optional<ConnectedAccount> expected =
                name == null ? Optional.empty() : accounts.named(name).filter(account -> isOf(caller, account));
        if (name == null && caller.accounts().isPresent()) {
            page(request, 403, "Your token is for certain accounts: say which one with ?account=.");
            return;
        }
        if (name != null && expected.isEmpty()) {
            page(request, 404, "There is no account of this name. Without ?account= any account can be connected.");
            return;
        }
        try {
            request.response()
                    .setStatusCode(302)
                    .putHeader(
                            "Location",
                            connecting.consentWindow(expected.orElse(null)).toString())
                    .putHeader("Cache-Control", "no-store")
                    .end();
        } catch (Connecting.Refused refused) {
            page(request, refused.status(), String.valueOf(refused.getMessage()));
        }
    }

    /** What an operator has to tell amoCRM. The keys are secret: this is on the management interface alone. */
    private void list(RoutingContext request, Caller caller) {
        StringBuilder lines = new StringBuilder();
        accounts.all().stream()
                .map(accounts::connected)
                .filter(account -> isOf(caller, account))
                .forEach(account -> lines.append(account.ref())
                        .append('\t')
                        .append(account.host())
                        .append("\t/webhooks/amocrm/")
                        .append(account.ref())
                        .append('/')
                        .append(account.webhookKey())
                        .append('\n'));
        request.response()
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(lines.toString());
    }

    private void callback(RoutingContext request) {
        run(
                request,
                connecting
                        .finish(new Connecting.Callback(
                                parameter(request, "state"),
                                parameter(request, "code"),
                                parameter(request, "referer"),
                                parameter(request, "error")))
                        .map(account -> "Account " + account + " is connected. You may close this window."));
    }

    private void disabled(RoutingContext request) {
        run(
                request,
                disabled.receive(
                                parameter(request, "account_id"),
                                Optional.ofNullable(parameter(request, "client_uuid"))
                                        .orElse(parameter(request, "client_id")),
                                parameter(request, "signature"))
                        .replaceWith("Noted."));
    }

    private static void run(RoutingContext request, Uni<String> work) {
        work.subscribe().with(text -> page(request, 200, text), failure -> {
            Connecting.Refused refused = Connecting.Refused.from(failure);
            if (failure instanceof Connecting.Refused || failure instanceof CrmException) {
                LOG.warnf("%s was refused: %s", request.normalizedPath(), refused.getMessage());
            } else {
                LOG.errorf(
                        "%s failed: %s",
                        request.normalizedPath(), failure.getClass().getName());
            }
            page(request, refused.status(), "Refused: " + refused.getMessage() + ".");
        });
    }

    /** Longer than anything that amoCRM sends is not worth looking at. */
    private static @Nullable String parameter(RoutingContext request, String name) {
        String value = request.request().getParam(name);
        return value == null || value.length() > 4096 ? null : value;
    }

    private static void page(RoutingContext request, int status, String text) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                // The address of this page has the code in it.
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(text + "\n");
    }
}
