package camp.elbrusboot.gateway.budget;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The slots of the fleet, in Redis. Every method fails when Redis does not answer within a second. */
final class FleetSlots {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration HOLD_REMEMBERED = Duration.ofDays(1);
    private static final String TURN = script("turn");
    private static final String RELEASE = script("release");
    private static final String SLOW_DOWN = script("slow-down");

    private final ReactiveRedisDataSource redis;
    private final String process;
    private final int limit;
    private final long transit;

    FleetSlots(ReactiveRedisDataSource redis, String process, int limit, long transit) {
        this.redis = redis;
        this.process = process;
        this.limit = limit;
        this.transit = transit;
    }

    /** What Redis says to who asks for a turn. */
    enum Outcome {
        WAIT,
        GRANTED,
        HELD,
        GRANTED_AS_PROBE
    }

    /**
     * @param millis to wait, or that the hold lasts
     * @param why of a hold
     */
    record Turn(
            Outcome outcome,
            long millis,
            int replicas,
            @Nullable CrmErrorCode why) {}

    /** A turn for the waiter; to be asked for by one at a time in a process and integration. */
    @SuppressWarnings("EnumOrdinal") // The order of priorities is their meaning.
    Uni<Turn> turn(Spender spender, String grant, long waited) {
        return turn(
                spender.integration(),
                hold(spender.integration(), spender.account()),
                grant,
                spender.priority().ordinal(),
                waited);
    }

    /** This process is there and wants nothing. */
    Uni<Turn> beat(String integration) {
        return turn(integration, key(integration, "none"), "", 0, 0);
    }

    private Uni<Turn> turn(String integration, String hold, String grant, int priority, long waited) {
        return eval(
                        TURN,
                        List.of(
                                key(integration, "slots"),
                                key(integration, "queue"),
                                key(integration, "members"),
                                key(integration, "open"),
                                key(integration, "pause"),
                                hold),
                        process,
                        grant,
                        Integer.toString(limit),
                        Long.toString(Timing.WINDOW),
                        Long.toString(transit),
                        Long.toString(Timing.grace(transit)),
                        Long.toString(Timing.STALE),
                        Long.toString(Timing.FORGET),
                        Integer.toString(priority),
                        Long.toString(waited),
                        Long.toString(Timing.PROBE))
                .map(answer -> {
                    String why = answer.get(3).toString();
                    return new Turn(
                            Outcome.values()[answer.get(0).toInteger()],
                            answer.get(1).toLong(),
                            answer.get(2).toInteger(),
                            why.isEmpty() ? null : CrmErrorCode.valueOf(why));
                });
    }

    /** @param holdIsOver whether the call was let through as a probe and has gone well */
    Uni<Void> release(Spender spender, String grant, boolean holdIsOver) {
        return eval(
                        RELEASE,
                        List.of(key(spender.integration(), "slots"), hold(spender.integration(), spender.account())),
                        grant,
                        Long.toString(Timing.WINDOW),
                        holdIsOver ? "1" : "0")
                .replaceWithVoid();
    }

    /** Emits for how long nobody calls. */
    Uni<Duration> slowDown(String integration, Duration first, Duration longest, int jitterPercent) {
        return eval(
                        SLOW_DOWN,
                        List.of(key(integration, "pause"), key(integration, "strikes")),
                        Long.toString(first.toMillis()),
                        Long.toString(longest.toMillis()),
                        Integer.toString(jitterPercent))
                .map(answer -> Duration.ofMillis(answer.toLong()));
    }

    /** Nobody calls for the account until the pause is over. */
    Uni<Void> hold(String integration, AccountRef account, CrmErrorCode why, Duration pause) {
        return eval(
                        """
                        local time = redis.call('TIME')
                        local till = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])
                        redis.call('SET', KEYS[1], ARGV[1] .. '|' .. string.format('%.0f', till), 'PX', ARGV[3])
                        """,
                        List.of(hold(integration, account)),
                        why.name(),
                        Long.toString(pause.toMillis()),
                        Long.toString(pause.plus(HOLD_REMEMBERED).toMillis()))
                .replaceWithVoid();
    }

    /** Why an account is held and until when, in milliseconds since the epoch; empty when it is not. */
    Uni<Optional<String[]>> held(String integration, AccountRef account) {
        return send("GET", List.of(hold(integration, account))).map(answer -> Optional.ofNullable(answer)
                .map(text -> text.toString().split("\\|", 2)));
    }

    /** This process is going. */
    Uni<Void> leave(String integration) {
        return send("ZREM", List.of(key(integration, "members"), process)).replaceWithVoid();
    }

    /** The braces keep the keys of one integration on one node of a cluster. */
    private static String key(String integration, String what) {
        return "budget:{" + integration + "}:" + what;
    }

    private static String hold(String integration, AccountRef account) {
        return key(integration, "hold:" + account);
    }

    private Uni<Response> eval(String script, List<String> keys, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(script);
        command.add(Integer.toString(keys.size()));
        command.addAll(keys);
        command.addAll(List.of(arguments));
        return send("EVAL", command);
    }

    private Uni<Response> send(String command, List<String> arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.execute(command, arguments.toArray(String[]::new)))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private static String script(String name) {
        try (InputStream source = Objects.requireNonNull(
                FleetSlots.class.getResourceAsStream("/budget/" + name + ".lua"), "a script is missing")) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
