package camp.elbrusboot.gateway.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends webhooks (section 4.1): asynchronously, in order for each destination unless a fault or a retry comes between. */
final class Hooks implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int MOST_HELD = 50_000;

    private final Subscriptions subscriptions;
    private final BehaviourSwitch behaviour;
    private final Faults faults;
    private final DeliveryLog log;
    private final Clock clock;
    private final Queue<Hook> held = new ConcurrentLinkedQueue<>();
    private final Map<String, HookQueue> queues = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.named("webhooks"));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();

    /** Writes the body, with the account block first or last. */
    interface Body {
        String text(boolean accountBlockFirst);
    }

    Hooks(Subscriptions subscriptions, BehaviourSwitch behaviour, Faults faults, DeliveryLog log, Clock clock) {
        this.subscriptions = subscriptions;
        this.behaviour = behaviour;
        this.faults = faults;
        this.log = log;
        this.clock = clock;
    }

    void announce(String setting, Body body, boolean retried) {
        for (String destination : subscriptions.destinations(setting)) {
            String text = body.text(behaviour.current().accountBlockFirst());
            Hook hook = new Hook(destination, text, UUID.randomUUID().toString(), 1, retried);
            Fault.OnHook fault =
                    faults.forHook(URI.create(destination).getPath()).orElse(null);
            dispatch(hook, fault);
        }
    }

    /** Sends what the fault {@code webhook-hold} has kept back, in the order in which it was announced. */
    void release() {
        for (Hook hook = held.poll(); hook != null; hook = held.poll()) {
            dispatch(hook, null);
        }
    }

    private void dispatch(Hook hook, Fault.@Nullable OnHook fault) {
        HookQueue queue = queues.computeIfAbsent(hook.destination(), key -> new HookQueue(this::send));
        if (fault == null) {
            queue.add(hook);
        } else {
            fault.send(hook, queue, new Aside());
        }
    }

    private CompletableFuture<Void> send(Hook hook) {
        if (!subscriptions.isActive(hook.destination())) {
            return CompletableFuture.completedFuture(null);
        }
        Instant at = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(URI.create(hook.destination()))
                .timeout(DEADLINE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", "amoCRM-Webhooks/3.0")
                .header("X-Amocrm-Requestid", hook.requestId())
                .POST(HttpRequest.BodyPublishers.ofString(hook.body()))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> failure == null ? response.statusCode() : statusOf(failure))
                .thenAccept(status -> replied(at, hook, status));
    }

    private void replied(Instant at, Hook hook, int status) {
        log.add(at, hook, status);
        if (RetryTable.delivered(status)) {
            return;
        }
        subscriptions.repliedBadly(hook.destination());
        if (hook.retried()) {
            RetryTable.delayAfter(hook.attempt(), status).ifPresent(delay -> {
                long scaled = (long) (delay.toMillis() * behaviour.current().webhookTimeScale());
                later(Duration.ofMillis(scaled), () -> dispatch(hook.next(), null));
            });
        }
    }

    private static int statusOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof HttpTimeoutException ? RetryTable.TIMED_OUT : RetryTable.UNREACHABLE;
    }

    private final class Aside implements Fault.Aside {
        @Override
        public void after(Duration delay, Runnable task) {
            later(delay, task);
        }

        @Override
        public void hold(Hook hook) {
            if (held.size() < MOST_HELD) {
                held.add(hook);
            }
        }
    }

    private void later(Duration delay, Runnable task) {
        try {
            var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The sandbox ends, and its webhooks with it.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
