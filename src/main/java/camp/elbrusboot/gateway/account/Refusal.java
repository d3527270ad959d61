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
 * @param status amoCRM's, 0 where none was involved
 */
record Refusal(String reason, boolean tokenDead, int status) {
    /** The refusal in an answer; empty where amoCRM could not be asked. */
    static Optional<Refusal> of(Throwable failure, String grantType) {
        if (!(failure instanceof WebApplicationException http)) {
            return Optional.empty();
        }
        Response response = http.getResponse();
        int status = response.getStatus();
        // 404 comes from the former host of an account that has moved.
        if (status != 400 && status != 401 && status != 404) {
            return Optional.empty();
        }
        boolean dead = status != 404 && saysThatTheTokenIsDead(response);
        return Optional.of(new Refusal(
                "amoCRM refused the " + grantType.replace('_', ' ') + " with status " + status
                        + (dead ? "" : ", which may be about client id, secret, redirect URI or host"),
                dead,
                status));
    }

    /** Whether the account may simply live at another host by now (section 1.6). */
    boolean mayHaveMoved() {
        return !tokenDead && (status == 404 || status == 401);
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
