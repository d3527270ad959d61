package camp.elbrusboot.gateway.sandbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes and tokens of the integration in one account, with the lives and the single uses of section 1. */
final class Tokens {
    /** Always accepted by the first account, as a long-lived token from the integration's window is (section 1.7). */
    static final String LONG_LIVED = "sandbox-long-lived-token";

    static final String LONG_LIVED_OF_SECOND = "sandbox-long-lived-token-second";

    static final Duration CODE_LIFE = Duration.ofMinutes(20);
    static final Duration REFRESH_LIFE = Duration.ofDays(90);

    private final Clock clock;
    private final BehaviourSwitch behaviour;
    private final SecureRandom random = new SecureRandom();
    private final Account account;
    private final AccessTokens accessTokens;
    private final Map<String, Grant> codes = new HashMap<>();
    private final Map<String, Grant> refreshTokens = new HashMap<>();
    private final Map<String, Instant> accessExpiry = new HashMap<>();

    /** A single-use credential. Spent ones are kept, because amoCRM answers them otherwise than unknown ones. */
    private record Grant(Instant expiresAt, boolean spent) {}

    record Pair(String access, String refresh, long expiresIn, long serverTime) {}

    /** What became of an attempt to redeem; {@code pair} is there if it was granted. */
    record Redeemed(Outcome outcome, @Nullable Pair pair) {}

    enum Outcome {
        GRANTED,
        UNKNOWN,
        EXPIRED,
        SPENT
    }

    Tokens(Account account, Clock clock, BehaviourSwitch behaviour) {
        this.account = account;
        this.accessTokens = new AccessTokens(account, random);
        this.clock = clock;
        this.behaviour = behaviour;
    }

    synchronized String newCode() {
        String code = "def502" + hex(120);
        codes.put(code, new Grant(clock.instant().plus(CODE_LIFE), false));
        return code;
    }

    synchronized Redeemed redeemCode(String code) {
        return redeem(codes, code);
    }

    /** The old refresh token is dead at once. */
    synchronized Redeemed refresh(String refreshToken) {
        return redeem(refreshTokens, refreshToken);
    }

    synchronized boolean accepts(String accessToken) {
        if (accessToken.equals(account.longLivedToken())) {
            return true;
        }
        Instant expiry = accessExpiry.get(accessToken);
        return expiry != null && clock.instant().isBefore(expiry);
    }

    synchronized boolean isLive(String refreshToken) {
        return outcome(refreshTokens.get(refreshToken)) == Outcome.GRANTED;
    }

    /** As when the integration is switched off in the account: access and refresh tokens are dead, codes are not. */
    synchronized void revokeAll() {
        accessExpiry.clear();
        refreshTokens.replaceAll((token, grant) -> new Grant(grant.expiresAt(), true));
    }

    private Redeemed redeem(Map<String, Grant> grants, String credential) {
        Grant grant = grants.get(credential);
        Outcome outcome = outcome(grant);
        if (grant == null || outcome != Outcome.GRANTED) {
            return new Redeemed(outcome, null);
        }
        grants.put(credential, new Grant(grant.expiresAt(), true));
        return new Redeemed(outcome, issue());
    }

    private Outcome outcome(@Nullable Grant grant) {
        if (grant == null) {
            return Outcome.UNKNOWN;
        }
        if (grant.spent()) {
            return Outcome.SPENT;
        }
        return clock.instant().isBefore(grant.expiresAt()) ? Outcome.GRANTED : Outcome.EXPIRED;
    }

    private Pair issue() {
        Instant now = clock.instant();
        long life = behaviour.current().accessTokenSeconds();
        String access = accessTokens.issue(now, life);
        String refresh = "def502" + hex(300);
        accessExpiry.values().removeIf(expiry -> !now.isBefore(expiry));
        accessExpiry.put(access, now.plusSeconds(life));
        refreshTokens.put(refresh, new Grant(now.plus(REFRESH_LIFE), false));
        return new Pair(access, refresh, life, now.getEpochSecond());
    }

    private String hex(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
