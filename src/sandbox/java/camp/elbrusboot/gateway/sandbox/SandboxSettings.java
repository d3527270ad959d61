package camp.elbrusboot.gateway.sandbox;

import java.time.Clock;

/**
 * How a sandbox is started.
 *
 * @param port of the stand-in for amoCRM; 0 takes a free one
 * @param databases whether PostgreSQL and Redis are started too
 * @param webhookTimeScale factor on the retry delays of webhooks; 1 is amoCRM's own pace
 */
public record SandboxSettings(int port, boolean databases, double webhookTimeScale, Clock clock) {

    /** Everything, on a free port. */
    public static SandboxSettings everything() {
        return new SandboxSettings(0, true, 1.0, Clock.systemUTC());
    }

    /** The stand-in for amoCRM alone, on a free port; up within a fraction of a second. */
    public static SandboxSettings crmAlone() {
        return new SandboxSettings(0, false, 1.0, Clock.systemUTC());
    }

    public SandboxSettings withPort(int newPort) {
        return new SandboxSettings(newPort, databases, webhookTimeScale, clock);
    }

    public SandboxSettings withWebhookTimeScale(double scale) {
        return new SandboxSettings(port, databases, scale, clock);
    }

    public SandboxSettings withClock(Clock newClock) {
        return new SandboxSettings(port, databases, webhookTimeScale, newClock);
    }
}
