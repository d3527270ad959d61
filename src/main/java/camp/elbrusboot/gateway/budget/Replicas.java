package camp.elbrusboot.gateway.budget;

/**
 * How many replicas share the allowance, at most. Too many cost speed while Redis is away, too few amoCRM's patience: the
 * number goes up at once, and down only to what Redis has said for a while. A Redis that has lost its contents counts
 * from one until everybody has been heard.
 */
final class Replicas {
    private final int configured;
    private final long grace;
    private int known;
    private long fewerSince = -1;

    Replicas(int configured, long grace) {
        this.grace = grace;
        this.configured = Math.max(1, configured);
        this.known = this.configured;
    }

    synchronized void heard(int count, long now) {
        int heard = Math.max(configured, count);
        if (heard >= known) {
            known = heard;
            fewerSince = -1;
        } else if (fewerSince < 0) {
            fewerSince = now;
        } else if (now - fewerSince >= grace) {
            known = heard;
            fewerSince = -1;
        }
    }

    synchronized int count() {
        return known;
    }
}
