package camp.elbrusboot.gateway.account;

import java.time.Duration;
import java.time.Instant;

/** A token for calls, with the moment from which amoCRM refuses it. */
record AccessToken(String value, Instant expiresAt, Instant obtainedAt) {
    boolean livesFor(Duration span, Instant now) {
        return expiresAt.minus(span).isAfter(now);
    }

    @Override
    public String toString() {
        return "AccessToken[until " + expiresAt + "]";
    }
}
