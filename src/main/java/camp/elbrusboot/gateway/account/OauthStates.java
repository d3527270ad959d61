package camp.elbrusboot.gateway.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * States for amoCRM's consent window: signed, so that only who was sent there by the gateway comes back with one, and
 * ending. That each is used once is for {@link SpentSecrets} to see to.
 */
@ApplicationScoped
class OauthStates {
    private static final String PURPOSE = "oauth-state\n";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;
    private final TokensConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    OauthStates(KeyRing keys, TokensConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a state says.
     *
     * @param accountId the account that has to be chosen, 0 for any
     */
    record State(String nonce, Instant endsAt, String clientId, long accountId) {}

    String issue(String clientId, long accountId) {
        byte[] noise = new byte[16];
        random.nextBytes(noise);
        String text = String.join(
                "|",
                HexFormat.of().formatHex(noise),
                Long.toString(clock.instant().plus(config.stateLives()).getEpochSecond()),
                Long.toString(accountId),
                clientId);
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "."
                + ENCODER.encodeToString(keys.signatures(PURPOSE + text).get(0));
    }

    /** What the state says, expired or not; empty unless it was issued here. */
    Optional<State> read(String state) {
        String[] parts = state.split("\\.", -1);
        if (parts.length != 2 || keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            byte[] signature = Base64.getUrlDecoder().decode(parts[1]);
            // Under any key of the ring: keys may be rotated while an administrator reads. Each is tried, whatever the
            // others say.
            boolean genuine = false;
            for (byte[] expected : keys.signatures(PURPOSE + text)) {
                genuine |= MessageDigest.isEqual(expected, signature);
            }
            String[] fields = text.split("\\|", 4);
            return genuine
                    ? Optional.of(new State(
                            fields[0],
                            Instant.ofEpochSecond(Long.parseLong(fields[1])),
                            fields[3],
                            Long.parseLong(fields[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    boolean isOver(State state) {
        return !clock.instant().isBefore(state.endsAt());
    }
}
