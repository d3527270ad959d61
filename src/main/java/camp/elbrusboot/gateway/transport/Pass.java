package camp.elbrusboot.gateway.transport;

import camp.elbrusboot.gateway.access.Caller;
import camp.elbrusboot.gateway.access.Gatekeeper;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a caller was let in, looked at again while they stay. For the connection's event loop alone. */
final class Pass {
    private final Gatekeeper gatekeeper;
    private final Clock clock;
    private final Duration recheck;
    private final RoutingContext request;
    private final Optional<String> token;
    private final Context loop;
    private @Nullable Long timer;
    private boolean over;

    Pass(
            Gatekeeper gatekeeper,
            Clock clock,
            Duration recheck,
            RoutingContext request,
            Optional<String> token,
            Context loop) {
        this.gatekeeper = gatekeeper;
        this.clock = clock;
        this.recheck = recheck;
        this.request = request;
        this.token = token;
        this.loop = loop;
    }

    /** On the loop. */
    Uni<Caller> admit() {
        return Uni.createFrom()
                .deferred(() -> gatekeeper.admit(request, token))
                .emitOn(task -> loop.runOnContext(turn -> task.run()));
    }

    /** Tells once when the caller may stay no longer: the token has expired, or was revoked. */
    void watch(Caller caller, Runnable expelled) {
        if (over || (caller.until().isEmpty() && token.isEmpty())) {
            return;
        }
        long left = caller.until()
                .map(until -> Duration.between(clock.instant(), until).toMillis() + 1)
                .orElse(Long.MAX_VALUE);
        timer = loop.owner()
                .setTimer(
                        Math.max(1, Math.min(recheck.toMillis(), left)),
                        due -> loop.runOnContext(turn -> look(caller, expelled)));
    }

    private void look(Caller caller, Runnable expelled) {
        if (over) {
            return;
        }
        if (caller.until().isPresent()
                && !clock.instant().isBefore(caller.until().get())) {
            expelled.run();
            return;
        }
        admit().subscribe().with(again -> watch(again, expelled), failure -> {
            if (over) {
                return;
            }
            if (isRefusal(failure)) {
                expelled.run();
            } else {
                // Who issues tokens cannot be asked for now; until the token expires it is as good as it was.
                watch(caller, expelled);
            }
        });
    }

    static boolean isRefusal(Throwable failure) {
        return failure instanceof CrmException refusal
                && (refusal.code() == CrmErrorCode.UNAUTHENTICATED || refusal.code() == CrmErrorCode.FORBIDDEN);
    }

    void end() {
        over = true;
        if (timer != null) {
            loop.owner().cancelTimer(timer);
        }
    }
}
