package camp.elbrusboot.gateway.feed;

import java.time.Duration;

/** A lag of 5 s and an overlap of 60 s. */
record TestingRepairConfig(int pages, boolean resubscribe) implements RepairConfig {
    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration lag() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration overlap() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration reach() {
        return Duration.ofDays(7);
    }

    @Override
    public Duration watch() {
        return Duration.ofMinutes(5);
    }
}
