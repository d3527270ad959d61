package camp.elbrusboot.gateway.webhook;

import camp.elbrusboot.gateway.account.Accounts;
import camp.elbrusboot.gateway.account.ConnectedAccount;
import camp.elbrusboot.gateway.eventlog.Inbox;
import camp.elbrusboot.gateway.eventlog.ReceivedDelivery;
import camp.elbrusboot.gateway.web.LimitedBody;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /webhooks/amocrm/{account}/{key}}: answers 204 when what it was told is committed, and not before. */
@ApplicationScoped
class WebhookRoute {
    private static final Logger LOG = Logger.getLogger(WebhookRoute.class);

    private final Accounts accounts;
    private final Inbox inbox;
    private final WebhookLimits limits;
    private final WebhookConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final MeterRegistry meters;

    WebhookRoute(
            Accounts accounts,
            Inbox inbox,
            WebhookLimits limits,
            WebhookConfig config,
            Clock clock,
            Vertx vertx,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.inbox = inbox;
        this.limits = limits;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = meters;
    }

    void register(@Observes Router router) {
        // Any method: a route for POST alone would answer 405 to the others, and so give itself away.
        router.route("/webhooks/amocrm/:account/:key").handler(this::receive);
    }

    private void receive(RoutingContext request) {
        Optional<ConnectedAccount> account = accounts.opened(request.pathParam("account"), request.pathParam("key"));
        // Without the key this is a path like any that does not exist, down to the answer.
        if (!HttpMethod.POST.equals(request.request().method())
                || account.isEmpty()
                || !limits.isFromWithin(request.request().remoteAddress())) {
            long wait = limits.stranger(request.request().remoteAddress());
            if (wait == 0) {
                request.next();
            } else {
                tooMany(request, wait);
            }
            return;
        }
        long wait = limits.delivery(account.get().ref());
        if (wait > 0) {
            tooMany(request, wait);
            return;
        }
        LimitedBody.of(request.request(), config.maxBody(), config.maxWait(), vertx)
                .flatMap(body -> take(account.get(), request, body))
                .onFailure()
                .recoverWithItem(failure -> status(account.get(), failure))
                .subscribe()
                .with(status -> answer(request, status));
    }

    private void tooMany(RoutingContext request, long wait) {
        request.response().putHeader("Retry-After", Long.toString(wait));
        answer(request, 429);
    }

    private Uni<Integer> take(ConnectedAccount account, RoutingContext request, byte[] body) {
        String contentType = request.request().getHeader("Content-Type");
        Hook hook;
        try {
            hook = Hook.of(Fields.parse(contentType, body));
        } catch (UnparseableBody e) {
            LOG.warnf(
                    "Account %s: a webhook of %d bytes cannot be parsed: %s",
                    account.ref(), body.length, e.getMessage());
            return Uni.createFrom().item(400);
        }
        if (hook.accountId() != null && !hook.accountId().equals(account.ref().toString())) {
            LOG.warnf("Account %s: a webhook of another account came to this address", account.ref());
            return Uni.createFrom().item(400);
        }
        StageChanges changes = StageChanges.in(hook);
        if (changes.unusable() > 0) {
            LOG.warnf("Account %s: %d leads of a webhook have no usable ids", account.ref(), changes.unusable());
        }
        return inbox.take(
                        account.ref(),
                        new ReceivedDelivery(
                                clock.instant(),
                                shortened(request.request().getHeader("X-Amocrm-Requestid")),
                                shortened(contentType),
                                body,
                                hook.otherSections(),
                                TouchedEntities.in(hook),
                                changes.understood()))
                .map(appended -> {
                    meters.counter("gateway.webhook.stage.changes").increment(appended);
                    return 204;
                });
    }

    private int status(ConnectedAccount account, Throwable failure) {
        if (failure instanceof LimitedBody.TooLarge) {
            LOG.warnf("Account %s: a webhook of more than %d bytes was refused", account.ref(), config.maxBody());
            return 413;
        }
        if (failure instanceof LimitedBody.TooSlow || failure instanceof LimitedBody.Gone) {
            return 408;
        }
        // amoCRM tries again after a 5xx: nothing is lost that was not acknowledged.
        if (failure instanceof Inbox.Full) {
            LOG.debugf("Account %s: a webhook was refused: %s", account.ref(), failure.getMessage());
            return 503;
        }
        LOG.errorf("Account %s: a webhook could not be stored: %s", account.ref(), failure);
        LOG.debug("What kept a webhook from being stored", failure);
        return 503;
    }

    private void answer(RoutingContext request, int status) {
        meters.counter("gateway.webhook.deliveries", "status", Integer.toString(status))
                .increment();
        if (request.response().closed() || request.response().ended()) {
            return;
        }
        if (status == 413 || status == 408) {
            LimitedBody.hangUp(request.request(), vertx);
        }
        request.response().setStatusCode(status).end();
    }

    private static @Nullable String shortened(@Nullable String header) {
        return header == null || header.length() <= 200 ? header : header.substring(0, 200);
    }
}
