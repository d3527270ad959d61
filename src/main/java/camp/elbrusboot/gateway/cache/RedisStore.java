package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values in Redis. Redis away, or behind this replica, means that nothing is found and nothing is kept; no method fails.
 *
 * <p>Invariant: what was read upstream before an eviction is never kept after it. An eviction leaves a mark in the key's
 * place, and a value is written only where the key still holds what its reader saw before it went upstream, in a Redis
 * that has forgotten nothing since.
 */
@ApplicationScoped
class RedisStore {
    /** Longer than a call upstream can take, waiting for its turn included. */
    static final Duration MARK_LIFE = Duration.ofMinutes(3);

    /** A value that was read longer ago is not kept: the mark of an eviction since may have run out. */
    private static final Duration OLDEST_READING = MARK_LIFE.minusMinutes(1);

    /** A replica that dies gives others leave to read after that; one that lives renews in time. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final long RENEWAL = LEASE.toMillis() / 10;

    private static final String LEASES = Scripts.read("lease");
    private static final String FILL = Scripts.read("fill");
    private static final String RENEW = Scripts.read("renew");

    private final RedisLink redis;
    private final Positions positions;
    private final RedisRepair repair;
    private final Vertx vertx;
    private final Clock clock;

    RedisStore(RedisLink redis, Positions positions, RedisRepair repair, Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.positions = positions;
        this.repair = repair;
        this.clock = clock;
    }

    /** What Redis held, all at the same moment. */
    record Look(RedisState state, Map<String, Slot> slots, Instant at) {
        Slot slot(String key) {
            return Objects.requireNonNull(slots.get(key));
        }

        Look at(RedisState later) {
            return new Look(later, slots, at);
        }
    }

    /** A value to keep in the place of what was seen there. */
    record Fill(Slot slot, String value, Duration life) {}

    /** @param leased whether the caller may now go upstream for it; otherwise somebody else is on the way */
    record Leased(Slot slot, boolean leased) {}

    /** What is leased, and where Redis stood then. */
    record Leases(RedisState state, List<Leased> slots) {}

    /** Empty when Redis cannot be asked, or is behind this replica and cannot be made good at once. */
    Uni<Optional<Look>> read(AccountRef account, List<String> keys) {
        return look(account, keys)
                .flatMap(look -> look.isPresent()
                        ? Uni.createFrom().item(look)
                        : repair.soon(account).chain(() -> look(account, keys)))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Uni<Optional<Look>> look(AccountRef account, List<String> keys) {
        Instant now = clock.instant();
        List<String> all = new ArrayList<>();
        all.add(Keys.state(account));
        all.addAll(keys);
        return redis.send("MGET", all).map(answer -> {
            RedisState state = RedisState.read(text(answer.get(0)));
            if (state == null || state.position() < positions.of(account).position()) {
                return Optional.empty();
            }
            Map<String, Slot> slots = new HashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                slots.put(keys.get(i), new Slot(keys.get(i), Objects.requireNonNullElse(text(answer.get(i + 1)), "")));
            }
            return Optional.of(new Look(state, slots, now));
        });
    }

    /**
     * Asks for leave to read these from amoCRM. A slot that holds something else than before comes back as it is now,
     * without leave if it is a value. Empty when Redis cannot be asked or is not to be believed.
     */
    @SuppressWarnings("EnumOrdinal") // The order of priorities is their meaning.
    Uni<Optional<Leases>> lease(AccountRef account, List<Slot> slots, String owner, Priority priority) {
        List<String> keys = new ArrayList<>();
        keys.add(Keys.state(account));
        List<String> arguments = new ArrayList<>();
        arguments.add(owner);
        arguments.add(Integer.toString(priority.ordinal()));
        arguments.add(Long.toString(LEASE.toMillis()));
        for (Slot slot : slots) {
            keys.add(slot.key());
            keys.add(Keys.lease(slot.key()));
            arguments.add(slot.seen());
        }
        return redis.eval(LEASES, keys, arguments)
                .map(answer -> {
                    RedisState state = RedisState.read(text(answer.get(0)));
                    if (state == null
                            || state.position() < positions.of(account).position()) {
                        return Optional.<Leases>empty();
                    }
                    List<Leased> leased = new ArrayList<>();
                    for (int i = 0; i < slots.size(); i++) {
                        String held = answer.get(2 * i + 2).toString();
                        leased.add(new Leased(
                                new Slot(slots.get(i).key(), held),
                                answer.get(2 * i + 1).toInteger() == 1));
                    }
                    return Optional.of(new Leases(state, leased));
                })
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** The reading, while which the leases are kept alive. */
    <T> Uni<T> leased(Uni<T> reading, List<String> keys, String owner) {
        return Uni.createFrom().deferred(() -> {
            long renewal = vertx.setPeriodic(
                    RENEWAL, timer -> renew(keys, owner).subscribe().with(renewed -> {}));
            return reading.onTermination().invoke(() -> vertx.cancelTimer(renewal));
        });
    }

    private Uni<Void> renew(List<String> keys, String owner) {
        return redis.eval(
                        RENEW, keys.stream().map(Keys::lease).toList(), List.of(owner, Long.toString(LEASE.toMillis())))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Keeps the values whose place still holds what was seen, and gives the leases of these keys back. */
    Uni<Void> fill(AccountRef account, Look look, List<Fill> fills, List<String> leased, String owner) {
        // A mark may be gone by now that was set after the reading: what took so long is not kept.
        boolean kept = look.at().isAfter(clock.instant().minus(OLDEST_READING));
        List<Fill> values = kept ? fills : List.of();
        List<String> keys = new ArrayList<>();
        keys.add(Keys.state(account));
        List<String> arguments = new ArrayList<>(List.of(
                look.state().incarnation(),
                Long.toString(look.state().position()),
                owner,
                Integer.toString(values.size())));
        for (Fill fill : values) {
            keys.add(fill.slot().key());
            arguments.add(fill.slot().seen());
            arguments.add(fill.value());
            arguments.add(Long.toString(fill.life().toMillis()));
        }
        leased.forEach(key -> keys.add(Keys.lease(key)));
        return redis.eval(FILL, keys, arguments).onFailure().recoverWithNull().replaceWithVoid();
    }

    static @Nullable String text(@Nullable Response response) {
        return response == null ? null : response.toString();
    }
}
