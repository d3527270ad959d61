package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who wants webhooks, and who has answered so badly that amoCRM switched them off (section 4.1). */
final class Subscriptions {
    static final int MOST = 100;
    private static final int TOLERATED_INVALID_REPLIES = 100;
    private static final Duration WATCHED = Duration.ofHours(2);

    private final Clock clock;
    private final BehaviourSwitch behaviour;
    private final Map<String, Subscription> byDestination = new LinkedHashMap<>();
    private final Map<String, Deque<Instant>> invalidReplies = new HashMap<>();
    private long lastId = 1_000;

    Subscriptions(Clock clock, BehaviourSwitch behaviour) {
        this.clock = clock;
        this.behaviour = behaviour;
    }

    synchronized boolean isFull(String destination) {
        return byDestination.size() >= MOST && !byDestination.containsKey(destination);
    }

    /**
     * Overwrites the settings of an existing destination. One that is switched off stays so: whether POST re-enables it is
     * unconfirmed, DELETE then POST does (section 7, point 8).
     */
    synchronized Subscription subscribe(String destination, List<String> settings, int sort) {
        long now = clock.instant().getEpochSecond();
        Subscription before = byDestination.get(destination);
        Subscription after = before == null
                ? new Subscription(++lastId, destination, now, now, sort, false, settings)
                : new Subscription(
                        before.id(), destination, before.createdAt(), now, sort, before.disabled(), settings);
        byDestination.put(destination, after);
        return after;
    }

    synchronized boolean unsubscribe(String destination) {
        invalidReplies.remove(destination);
        return byDestination.remove(destination) != null;
    }

    synchronized List<Subscription> all() {
        return List.copyOf(byDestination.values());
    }

    synchronized List<String> destinations(String setting) {
        return byDestination.values().stream()
                .filter(subscription -> !subscription.disabled())
                .filter(subscription -> subscription.settings().contains(setting))
                .map(Subscription::destination)
                .toList();
    }

    synchronized boolean isActive(String destination) {
        Subscription subscription = byDestination.get(destination);
        return subscription != null && !subscription.disabled();
    }

    /** More than 100 invalid replies in the last 2 hours, the latest of them invalid, and the hook is off. */
    synchronized void repliedBadly(String destination) {
        Subscription subscription = byDestination.get(destination);
        if (subscription == null) {
            return;
        }
        Instant now = clock.instant();
        Instant start =
                now.minusMillis((long) (WATCHED.toMillis() * behaviour.current().webhookTimeScale()));
        Deque<Instant> replies = invalidReplies.computeIfAbsent(destination, key -> new ArrayDeque<>());
        replies.addLast(now);
        while (replies.getFirst().isBefore(start)) {
            replies.removeFirst();
        }
        if (replies.size() > TOLERATED_INVALID_REPLIES) {
            byDestination.put(destination, subscription.switchedOff());
        }
    }

    /** All of them, as amoCRM does with one whose receiver fails too often. */
    synchronized void switchOff() {
        byDestination.replaceAll((destination, subscription) -> subscription.switchedOff());
    }

    /** Keeps the subscriptions, and switches them on again. */
    synchronized void reset() {
        invalidReplies.clear();
        byDestination.replaceAll((destination, subscription) -> subscription.switchedOn());
    }
}
