package camp.elbrusboot.gateway.account;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;

/**
 * Why amoCRM gives no tokens.
 *
 * @param reason for the operator; no part of a code or token
 * @param tokenDead whether what was sent is worthless from now on. Otherwise the settings are wrong (secret, redirect
 *     URI), and what is stored is kept for when they are mended.
 */
record Refusal(String reason, boolean tokenDead) {
    /** The refusal in an answer; empty where amoCRM could not be asked. */
    static Optional<Refusal> of(Throwable failure, String grantType) {
        if (!(failure instanceof WebApplicationException http)) {
            return Optional.empty();
        }
        Response response = http.getResponse();
        if (response.getStatus() != 400 && response.getStatus() != 401) {
            return Optional.empty();
        }
        boolean dead = saysThatTheTokenIsDead(response);
        return Optional.of(new Refusal(
                "amoCRM refused the " + grantType.replace('_', ' ') + " with status " + response.getStatus()
                        + (dead ? "" : ", which may be about client id, secret or redirect URI"),
                dead));
    }

    /** amoCRM tells by the "hint" of the body: {@code Token has been revoked}, {@code Authorization code has expired}. */
    private static boolean saysThatTheTokenIsDead(Response response) {
        String body;
        try {
            body = response.readEntity(String.class);
        } catch (RuntimeException unreadable) {
            return false;
        }
        String text = body == null ? "" : body.toLowerCase(Locale.ROOT);
        return text.contains("revoked")
                || text.contains("expired")
                || text.contains("decrypt")
                || text.contains("invalid refresh token");
    }
}
