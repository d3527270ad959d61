package camp.elbrusboot.gateway.feed;

import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import camp.elbrusboot.gateway.crm.StageChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands events to the subscribers of this replica. */
@ApplicationScoped
public class LiveFeed {
    private final BroadcastProcessor<StageChange> events = BroadcastProcessor.create();
    private final FeedConfig config;
    private final AtomicInteger subscribers;
    private final Counter published;

    LiveFeed(FeedConfig config, MeterRegistry meters) {
        this.config = config;
        this.subscribers = meters.gauge("gateway.feed.subscribers", new AtomicInteger());
        this.published = meters.counter("gateway.feed.events");
    }

    /**
     * Every stage change of the account from the subscription on, in the order of the log. Fails as
     * SUBSCRIBER_TOO_SLOW when more wait than {@link FeedConfig#subscriberBuffer()} allows.
     */
    public Multi<StageChange> stageChanges(AccountRef account) {
        return events.filter(event -> event.account().equals(account))
                .onOverflow()
                .buffer(config.subscriberBuffer())
                .onFailure(BackPressureFailure.class)
                .transform(e -> new CrmException(
                        CrmErrorCode.SUBSCRIBER_TOO_SLOW, "more events wait than this subscription may hold back"))
                .onSubscription()
                .invoke(subscribers::incrementAndGet)
                .onTermination()
                .invoke(subscribers::decrementAndGet);
    }

    void publish(StageChange event) {
        published.increment();
        events.onNext(event);
    }
}
