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
import org.jspecify.annotations.Nullable;

/**
 * One reading of one kind: what Redis has, then what amoCRM has. Of all replicas that miss the same key one goes upstream,
 * with a lease, and the others wait for what it brings.
 */
final class Fetch<I, T> {
    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 200;

    /** Nobody waits longer for what another replica has a lease for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Kind<I, T> kind;
    private final Ages<I, T> ages;
    private final Memory memory;
    private final MemoryTrust trust;
    private final RedisStore store;
    private final Outages outages;
    private final Tally tally;
    private final Vertx vertx;
    private final Clock clock;

    Fetch(
            Kind<I, T> kind,
            Ages<I, T> ages,
            Memory memory,
            MemoryTrust trust,
            RedisStore store,
            Outages outages,
            Tally tally,
            Vertx vertx,
            Clock clock) {
        this.kind = kind;
        this.ages = ages;
        this.memory = memory;
        this.trust = trust;
        this.store = store;
        this.outages = outages;
        this.tally = tally;
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * What a flight finds before amoCRM is asked.
     *
     * @param look at Redis; empty when it cannot be asked
     * @param told position of the log that somebody may have heard of before the look
     * @param best what Redis has, fresh or not, with the details that are wanted
     * @param missing what is not there or not fresh, and its place in Redis
     */
    record Seen<I, T>(Optional<RedisStore.Look> look, long told, Map<I, Held<T>> best, Map<I, Slot> missing) {
        Map<I, Held<T>> fresh() {
            Map<I, Held<T>> fresh = new HashMap<>(best);
            fresh.keySet().removeAll(missing.keySet());
            return fresh;
        }
    }

    Uni<Seen<I, T>> look(Flight<I, T> flight) {
        Map<I, String> keys = new LinkedHashMap<>();
        flight.ids().forEach(id -> keys.put(id, kind.key(flight.account, id)));
        return store.read(flight.account, List.copyOf(keys.values()))
                .flatMap(look -> look.isPresent()
                        ? Uni.createFrom()
                                .item(seen(
                                        flight, keys, look, look.get().state().position()))
                        : trust.told(flight.account).map(told -> seen(flight, keys, look, told)));
    }

    private Seen<I, T> seen(Flight<I, T> flight, Map<I, String> keys, Optional<RedisStore.Look> look, long told) {
        Map<I, Held<T>> best = new HashMap<>();
        Map<I, Slot> missing = new LinkedHashMap<>();
        keys.forEach((id, key) -> {
            Slot slot = look.map(l -> l.slot(key)).orElseGet(() -> new Slot(key, ""));
            Held<T> held = look.map(
                            l -> slot.held(kind, l.state(), flight.since().own()))
                    .orElse(null);
            if (held != null && held.details().containsAll(flight.details())) {
                best.put(id, held);
                memory.put(key, held, flight.since());
            }
            if (!ages.isFresh(flight.account, best.get(id))) {
                missing.put(id, slot);
            }
        });
        return new Seen<>(look, told, best, missing);
    }

    /** What there is to go on with; memory does not count while another replica is ahead. */
    @Nullable
    Held<T> best(Flight<I, T> flight, I id, Seen<I, T> seen) {
        Held<T> remembered =
                seen.told() > flight.since().own().position() ? null : memory.get(kind.key(flight.account, id));
        return ages.better(remembered, seen.best().get(id), flight.details());
    }

    /** Asks amoCRM, or waits where another replica does. */
    Uni<Map<I, Held<T>>> fetch(Flight<I, T> flight, Seen<I, T> seen, Map<I, Slot> missing) {
        Ages.Urgency urgency = flight.urgency();
        if (urgency.optional() && !urgency.probes() && outages.lasts(flight.account)) {
            return Uni.createFrom()
                    .failure(new CrmException(
                            CrmErrorCode.UPSTREAM_UNAVAILABLE,
                            "amoCRM has just not answered for account " + flight.account));
        }
        return seen.look().isEmpty()
                ? upstream(flight, missing, null)
                : claim(
                        flight,
                        new Claim(
                                seen.look().get(),
                                UUID.randomUUID().toString(),
                                clock.instant().plus(PATIENCE)),
                        missing,
                        FIRST_PAUSE);
    }

    /**
     * For what leave is asked.
     *
     * @param look at Redis, before amoCRM is asked
     * @param owner of the leases, another one for each call
     */
    private record Claim(RedisStore.Look look, String owner, Instant deadline) {
        Claim at(RedisState state) {
            return new Claim(look.at(state), owner, deadline);
        }
    }

    private Uni<Map<I, Held<T>>> claim(Flight<I, T> flight, Claim claim, Map<I, Slot> missing, long pause) {
        List<I> order = List.copyOf(missing.keySet());
        List<Slot> slots = order.stream()
                .map(id -> Objects.requireNonNull(missing.get(id)))
                .toList();
        Priority priority = flight.urgency().priority();
        return store.lease(flight.account, slots, claim.owner(), priority).flatMap(answer -> {
            if (answer.isEmpty()) {
                return upstream(flight, missing, null);
            }
            Claim now = claim.at(answer.get().state());
            Map<I, Held<T>> found = new HashMap<>();
            Map<I, Slot> mine = new LinkedHashMap<>();
            Map<I, Slot> others = new LinkedHashMap<>();
            for (int i = 0; i < order.size(); i++) {
                RedisStore.Leased leased = answer.get().slots().get(i);
                Held<T> held = leased.leased()
                        ? null
                        : leased.slot()
                                .held(kind, now.look().state(), flight.since().own());
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
            if (pause == FIRST_PAUSE) {
                tally.waited(kind, others.size());
            }
            Uni<Map<I, Held<T>>> own = mine.isEmpty() ? Uni.createFrom().item(Map.of()) : upstream(flight, mine, now);
            Uni<Map<I, Held<T>>> rest = others.isEmpty()
                    ? Uni.createFrom().item(Map.of())
                    : clock.instant().isAfter(claim.deadline())
                            ? upstream(flight, others, null)
                            : after(pause)
                                    .flatMap(rested -> claim(flight, now, others, Math.min(2 * pause, LONGEST_PAUSE)));
            return Uni.combine().all().unis(own, rest).asTuple().map(both -> {
                found.putAll(both.getItem1());
                found.putAll(both.getItem2());
                return found;
            });
        });
    }

    /** @param claim for which leases are held; null for none, and then nothing is kept in Redis */
    private Uni<Map<I, Held<T>>> upstream(Flight<I, T> flight, Map<I, Slot> missing, @Nullable Claim claim) {
        List<String> keys = missing.values().stream().map(Slot::key).toList();
        Instant askedAt = clock.instant();
        Priority priority = flight.urgency().priority();
        Set<Detail> details = details(flight, missing, claim);
        Uni<Map<I, T>> read = Uni.createFrom()
                .deferred(() -> kind.upstream().read(priority, flight.account, missing.keySet(), details));
        return (claim == null ? read : store.leased(read, keys, claim.owner()))
                .map(values -> received(flight, missing, values, askedAt, claim, keys))
                .onFailure()
                .invoke(failure -> {
                    outages.failed(flight.account, failure);
                    keep(flight, claim, List.of(), keys);
                });
    }

    /** Those that are wanted, and those that are held already: what takes their place has no less. */
    private Set<Detail> details(Flight<I, T> flight, Map<I, Slot> missing, @Nullable Claim claim) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        missing.values().forEach(slot -> {
            Held<T> held = ages.better(memory.get(slot.key()), held(flight, slot, claim), Set.of());
            if (held != null && held.value() != null) {
                details.addAll(held.details());
            }
        });
        details.retainAll(kind.variable());
        details.addAll(flight.details());
        return details;
    }

    private @Nullable Held<T> held(Flight<I, T> flight, Slot slot, @Nullable Claim claim) {
        return claim == null
                ? null
                : slot.held(kind, claim.look().state(), flight.since().own());
    }

    private Map<I, Held<T>> received(
            Flight<I, T> flight,
            Map<I, Slot> missing,
            Map<I, T> values,
            Instant askedAt,
            @Nullable Claim claim,
            List<String> keys) {
        outages.answered(flight.account);
        Map<I, Held<T>> received = new HashMap<>();
        List<RedisStore.Fill> fills = new ArrayList<>();
        missing.forEach((id, slot) -> {
            T value = values.get(id);
            String text = value == null ? "" : kind.text().write().apply(value);
            Held<T> fresh = Slot.fresh(kind, value, askedAt, flight.since().own(), text.length());
            Held<T> before = ages.better(memory.get(slot.key()), held(flight, slot, claim), flight.details());
            if (before != null && value != null && fresh.updatedAt() != 0 && before.updatedAt() > fresh.updatedAt()) {
                // amoCRM, too, has replicas that are behind.
                received.put(id, before);
            } else {
                received.put(id, fresh);
                if (claim != null) {
                    fills.add(new RedisStore.Fill(
                            slot, Slot.text(claim.look().state(), kind, fresh, text), ages.keptFor(value == null)));
                }
            }
        });
        keep(flight, claim, fills, keys);
        return received;
    }

    /** Nobody waits for it: a lease is given back by the same command, so who finds none finds the value. */
    private void keep(Flight<I, T> flight, @Nullable Claim claim, List<RedisStore.Fill> fills, List<String> leased) {
        if (claim != null) {
            store.fill(flight.account, claim.look(), fills, leased, claim.owner())
                    .subscribe()
                    .with(kept -> {});
        }
    }

    private Uni<Void> after(long millis) {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, timer -> emitter.complete(null)));
    }
}
