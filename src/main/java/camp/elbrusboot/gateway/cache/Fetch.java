package camp.elbrusboot.gateway.cache;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.Detail;
import camp.elbrusboot.gateway.crm.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one kind: what Redis has, then what amoCRM has. Of all replicas that miss the same key one goes upstream,
 * with a lease, and the others wait for what it brings.
 */
final class Fetch<I, T> {
    /** A lease lives for three; see {@link RedisStore}. */
    private static final long RENEWAL = 1_000;

    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 200;

    /** Longer than whoever has the lease may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Kind<I, T> kind;
    private final Ages<I, T> ages;
    private final Memory memory;
    private final RedisStore store;
    private final Outages outages;
    private final Tally tally;
    private final Vertx vertx;
    private final Clock clock;
    private final String owner = UUID.randomUUID().toString();

    Fetch(
            Kind<I, T> kind,
            Ages<I, T> ages,
            Memory memory,
            RedisStore store,
            Outages outages,
            Tally tally,
            Vertx vertx,
            Clock clock) {
        this.kind = kind;
        this.ages = ages;
        this.memory = memory;
        this.store = store;
        this.outages = outages;
        this.tally = tally;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** One for each id of the flight. */
    Uni<Map<I, Held<T>>> read(Flight<I, T> flight) {
        Map<I, String> keys = new LinkedHashMap<>();
        flight.ids().forEach(id -> keys.put(id, kind.key(flight.account, id)));
        return store.read(flight.account, List.copyOf(keys.values())).flatMap(look -> {
            Map<I, Held<T>> best = new HashMap<>();
            Map<I, Slot> missing = new LinkedHashMap<>();
            keys.forEach((id, key) -> {
                Slot slot = look.map(l -> l.slot(key)).orElseGet(() -> new Slot(key, ""));
                Held<T> held =
                        look.map(l -> slot.held(kind, l.state(), flight.own)).orElse(null);
                if (held != null && held.details().containsAll(flight.details())) {
                    best.put(id, held);
                    memory.put(key, held, flight.since);
                }
                if (!ages.isFresh(flight.account, best.get(id))) {
                    missing.put(id, slot);
                }
            });
            flight.look(Map.copyOf(best));
            best.keySet().removeAll(missing.keySet());
            return missing.isEmpty()
                    ? Uni.createFrom().item(best)
                    : fetch(flight, look, missing).map(fetched -> {
                        best.putAll(fetched);
                        return best;
                    });
        });
    }

    private Uni<Map<I, Held<T>>> fetch(Flight<I, T> flight, Optional<RedisStore.Look> look, Map<I, Slot> missing) {
        Priority priority =
                ages.urgency(flight, missing.keySet(), id -> best(flight, id, missing.get(id), look, flight.details()));
        if (priority != flight.priority && !outages.mayProbe(flight.account)) {
            return Uni.createFrom()
                    .failure(new CrmException(
                            CrmErrorCode.UPSTREAM_UNAVAILABLE,
                            "amoCRM has just not answered for account " + flight.account));
        }
        return look.isEmpty()
                ? upstream(flight, missing, priority, null)
                : claim(
                        flight,
                        look.get(),
                        missing,
                        priority,
                        FIRST_PAUSE,
                        clock.instant().plus(PATIENCE));
    }

    private @Nullable Held<T> best(
            Flight<I, T> flight, I id, @Nullable Slot slot, Optional<RedisStore.Look> look, Set<Detail> details) {
        Held<T> remembered = memory.get(kind.key(flight.account, id));
        Held<T> kept = look.isEmpty() || slot == null
                ? null
                : slot.held(kind, look.get().state(), flight.own);
        return ages.better(remembered, kept, details);
    }

    private Uni<Map<I, Held<T>>> claim(
            Flight<I, T> flight,
            RedisStore.Look look,
            Map<I, Slot> missing,
            Priority priority,
            long pause,
            Instant deadline) {
        List<I> order = List.copyOf(missing.keySet());
        List<Slot> slots = order.stream()
                .map(id -> Objects.requireNonNull(missing.get(id)))
                .toList();
        return store.lease(slots, owner, urgency(priority)).flatMap(answer -> {
            if (answer.isEmpty()) {
                return upstream(flight, missing, priority, null);
            }
            Map<I, Held<T>> found = new HashMap<>();
            Map<I, Slot> mine = new LinkedHashMap<>();
            Map<I, Slot> others = new LinkedHashMap<>();
            for (int i = 0; i < order.size(); i++) {
                RedisStore.Leased leased = answer.get().get(i);
                Held<T> held = leased.leased() ? null : leased.slot().held(kind, look.state(), flight.own);
                if (leased.leased()) {
                    mine.put(order.get(i), leased.slot());
                } else if (held != null
                        && held.details().containsAll(flight.details())
                        && ages.isFresh(flight.account, held)) {
                    found.put(order.get(i), held);
                } else {
                    others.put(order.get(i), leased.slot());
                }
            }
            tally.waited(kind, others.size());
            Uni<Map<I, Held<T>>> own =
                    mine.isEmpty() ? Uni.createFrom().item(Map.of()) : upstream(flight, mine, priority, look);
            Uni<Map<I, Held<T>>> rest = others.isEmpty()
                    ? Uni.createFrom().item(Map.of())
                    : clock.instant().isAfter(deadline)
                            ? upstream(flight, others, priority, null)
                            : after(pause)
                                    .flatMap(rested -> claim(
                                            flight,
                                            look,
                                            others,
                                            priority,
                                            Math.min(2 * pause, LONGEST_PAUSE),
                                            deadline));
            return Uni.combine().all().unis(own, rest).asTuple().map(both -> {
                found.putAll(both.getItem1());
                found.putAll(both.getItem2());
                return found;
            });
        });
    }

    @SuppressWarnings("EnumOrdinal") // The order of priorities is their meaning.
    private static int urgency(Priority priority) {
        return priority.ordinal();
    }

    /** @param look for which leases are held; null for none, and then nothing is kept in Redis */
    private Uni<Map<I, Held<T>>> upstream(
            Flight<I, T> flight, Map<I, Slot> missing, Priority priority, RedisStore.@Nullable Look look) {
        List<String> keys = missing.values().stream().map(Slot::key).collect(Collectors.toList());
        Instant askedAt = clock.instant();
        long renewal = look == null
                ? -1
                : vertx.setPeriodic(
                        RENEWAL, timer -> store.renew(keys, owner).subscribe().with(renewed -> {}));
        return kind.upstream()
                .read(priority, flight.account, missing.keySet(), details(flight, missing, look))
                .onTermination()
                .invoke(() -> vertx.cancelTimer(renewal))
                .map(values -> received(flight, missing, values, askedAt, look, keys))
                .onFailure()
                .invoke(failure -> {
                    outages.failed(flight.account, failure);
                    if (look != null) {
                        keep(flight, look, List.of(), keys);
                    }
                });
    }

    /** Those that are wanted, and those that are held already: what takes their place has no less. */
    private Set<Detail> details(Flight<I, T> flight, Map<I, Slot> missing, RedisStore.@Nullable Look look) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        details.addAll(flight.details());
        missing.forEach((id, slot) -> {
            Held<T> held = best(flight, id, slot, Optional.ofNullable(look), Set.of());
            if (held != null && held.value() != null) {
                details.addAll(held.details());
            }
        });
        return details;
    }

    private Map<I, Held<T>> received(
            Flight<I, T> flight,
            Map<I, Slot> missing,
            Map<I, T> values,
            Instant askedAt,
            RedisStore.@Nullable Look look,
            List<String> keys) {
        outages.answered(flight.account);
        Map<I, Held<T>> received = new HashMap<>();
        List<RedisStore.Fill> fills = new ArrayList<>();
        missing.forEach((id, slot) -> {
            T value = values.get(id);
            String text = value == null ? "" : kind.text().write().apply(value);
            Held<T> fresh = Slot.fresh(kind, value, askedAt, flight.own, text.length());
            Held<T> before = best(flight, id, slot, Optional.ofNullable(look), flight.details());
            if (before != null && value != null && before.updatedAt() > fresh.updatedAt() && fresh.updatedAt() != 0) {
                // amoCRM, too, has replicas that are behind.
                received.put(id, before);
            } else {
                received.put(id, fresh);
                if (look != null) {
                    fills.add(new RedisStore.Fill(
                            slot, Slot.text(look.state(), kind, fresh, text), ages.keptFor(value == null)));
                }
            }
        });
        if (look != null) {
            keep(flight, look, fills, keys);
        }
        return received;
    }

    /** Nobody waits for it: a lease is given back by the same command, so who finds none finds the value. */
    private void keep(Flight<I, T> flight, RedisStore.Look look, List<RedisStore.Fill> fills, List<String> leased) {
        store.fill(flight.account, look, fills, leased, owner).subscribe().with(kept -> {});
    }

    private Uni<Void> after(long millis) {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, timer -> emitter.complete(null)));
    }
}
