package camp.elbrusboot.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Commands to Redis, which may be away. Each fails soon, see {@link Patience}: a cache that answers late is none. (The client's
 * own time-out is for its blocking calls alone.) After a failure Redis is left alone for a moment, so that not every query
 * waits.
 */
@ApplicationScoped
class RedisLink {
    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** It is back when it has not failed for that long. */
    private static final Duration BACK = Duration.ofSeconds(5);

    private final ReactiveRedisDataSource redis;
    private final Patience patience;
    private final Clock clock;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Instant triedAgainAt = Instant.MIN;
    private volatile Instant saidAt = Instant.EPOCH;

    RedisLink(ReactiveRedisDataSource redis, Patience patience, Clock clock, MeterRegistry meters) {
        this.redis = redis;
        this.patience = patience;
        this.clock = clock;
        meters.gauge("gateway.cache.redis.away", away, a -> a.get() ? 1 : 0);
    }

    Uni<Response> send(String command, List<String> arguments) {
        return Uni.createFrom().deferred(() -> {
            if (clock.instant().isBefore(triedAgainAt)) {
                return Uni.createFrom().failure(new IllegalStateException("Redis has just failed"));
            }
            return patience.limit(
                            Uni.createFrom().deferred(() -> redis.execute(command, arguments.toArray(String[]::new))))
                    .invoke(this::present)
                    .onFailure(RedisLink::isRefusal)
                    .invoke(this::refused)
                    .onFailure(failure -> !isRefusal(failure))
                    .invoke(this::absent);
        });
    }

    Uni<Response> eval(String script, List<String> keys, List<String> arguments) {
        List<String> all = new ArrayList<>(keys.size() + arguments.size() + 2);
        all.add(script);
        all.add(Integer.toString(keys.size()));
        all.addAll(keys);
        all.addAll(arguments);
        return send("EVAL", all);
    }

    /** An answer, even if it refuses for want of memory, is no reason to leave Redis alone; nor is a queue of ours. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof io.vertx.redis.client.Response || failure instanceof ConnectionPoolTooBusyException;
    }

    private void refused(Throwable failure) {
        Instant now = clock.instant();
        if (now.isAfter(saidAt.plus(BACK))) {
            saidAt = now;
            LOG.warnf("Redis did not take a command of the cache: %s", failure.getMessage());
        }
    }

    private void absent(Throwable failure) {
        triedAgainAt = clock.instant().plus(PAUSE);
        if (away.compareAndSet(false, true)) {
            LOG.warnf("Redis cannot be used, the cache goes without it: %s", failure);
        }
    }

    private void present() {
        if (away.get() && clock.instant().isAfter(triedAgainAt.plus(BACK)) && away.compareAndSet(true, false)) {
            LOG.info("Redis is back");
        }
    }
}
