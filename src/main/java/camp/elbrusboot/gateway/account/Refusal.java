package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Why amoCRM gives no tokens.
 *
 * @param reason for the operator; no part of a code or token
 * @param tokenDead whether what was sent is worthless from now on. Otherwise the settings are wrong (secret, redirect
 *     URI), and what is stored is kept for when they are mended.
 * @param status amoCRM's, 0 where none was involved
 */
record Refusal(String reason, boolean tokenDead, int status) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType PROBLEM = MediaType.valueOf("application/problem+json");

    /** Section 1.4, and the two that amoCRM's OAuth library has for refresh tokens beside those. */
    private static final Set<String> DEAD = Set.of(
            "Authorization code has expired",
            "Authorization code has been revoked",
            "Cannot decrypt the authorization code",
            "Invalid refresh token",
            "Token has been revoked",
            "Token has expired",
            "Cannot decrypt the refresh token");

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

    /**
     * amoCRM tells by the "hint" of its document. A page that stands in the way, of a proxy or of a server in trouble,
     * may have the same words in it and says nothing about tokens.
     */
    private static boolean saysThatTheTokenIsDead(Response response) {
        MediaType type = response.getMediaType();
        if (type == null || !(type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isCompatible(PROBLEM))) {
            return false;
        }
        try {
            return DEAD.contains(JSON.readTree(response.readEntity(String.class))
                    .path("hint")
                    .asText());
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }
}
