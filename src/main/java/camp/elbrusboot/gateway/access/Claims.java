package camp.elbrusboot.gateway.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** What a token says. Whether it is true its signature decides, which is looked at elsewhere. */
final class Claims {
    /** The end of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private final JwtClaims claims;

    private Claims(JwtClaims claims) {
        this.claims = claims;
    }

    /** Of a token in three parts. */
    static Claims of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new NotLetIn(Reason.MALFORMED);
        }
        try {
            return new Claims(
                    JwtClaims.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)));
        } catch (InvalidJwtException | IllegalArgumentException e) {
            throw new NotLetIn(Reason.MALFORMED);
        }
    }

    /** Whether the token is for this gateway, and for now. */
    void check(AccessConfig config, Instant now) {
        try {
            String issuer = claims.getIssuer();
            if (config.issuer().isPresent()
                    && (issuer == null
                            || !bare(issuer).equals(bare(config.issuer().get())))) {
                throw new NotLetIn(Reason.ISSUER);
            }
            if (!claims.hasAudience()
                    || !claims.getAudience().contains(config.audience().orElse(null))) {
                throw new NotLetIn(Reason.AUDIENCE);
            }
            NumericDate end = claims.getExpirationTime();
            if (end == null) {
                throw new NotLetIn(Reason.ENDLESS);
            }
            if (!now.isBefore(instant(end).plus(config.leeway()))) {
                throw new NotLetIn(Reason.EXPIRED);
            }
            NumericDate beginning = claims.getNotBefore();
            if (beginning != null && now.isBefore(instant(beginning).minus(config.leeway()))) {
                throw new NotLetIn(Reason.EARLY);
            }
        } catch (MalformedClaimException e) {
            throw new NotLetIn(Reason.MALFORMED);
        }
    }

    Caller caller(AccessConfig config) {
        try {
            String subject = claims.getSubject();
            return new Caller(
                    subject == null ? "" : subject,
                    Stream.concat(
                                    words(config.rolesClaim()).stream().flatMap(List::stream),
                                    words("scope").stream().flatMap(List::stream))
                            .flatMap(word -> Role.of(word).stream())
                            .collect(Collectors.toUnmodifiableSet()),
                    words(config.accountsClaim()).map(words -> words.stream()
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet())),
                    words(config.pipelinesClaim()).map(Claims::numbers),
                    Optional.ofNullable(claims.getExpirationTime()).map(Claims::instant));
        } catch (MalformedClaimException e) {
            throw new NotLetIn(Reason.MALFORMED);
        }
    }

    /** Empty where the token does not have the claim; what is there and is no list means nothing, not everything. */
    private Optional<List<String>> words(String claim) {
        if (claims.hasClaim(claim)) {
            return Optional.of(words(claims.getClaimValue(claim)));
        }
        Map<?, ?> within = claims.getClaimsMap();
        String[] steps = claim.split("/", -1);
        for (String step : Arrays.copyOf(steps, steps.length - 1)) {
            if (!(within.get(step) instanceof Map<?, ?> below)) {
                return Optional.empty();
            }
            within = below;
        }
        String last = steps[steps.length - 1];
        return within.containsKey(last) ? Optional.of(words(within.get(last))) : Optional.empty();
    }

    private static List<String> words(@Nullable Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .filter(one -> one instanceof String || one instanceof Number)
                    .map(String::valueOf)
                    .toList();
        }
        return value instanceof String || value instanceof Number
                ? Arrays.stream(value.toString().split("[\\s,]+", -1))
                        .filter(word -> !word.isEmpty())
                        .toList()
                : List.of();
    }

    private static Set<Long> numbers(List<String> words) {
        Set<Long> numbers = new HashSet<>();
        for (String word : words) {
            try {
                numbers.add(Long.valueOf(word));
            } catch (NumberFormatException e) {
                // No pipeline has this number.
            }
        }
        return Set.copyOf(numbers);
    }

    /** Providers do not agree whether it ends with a slash. */
    private static String bare(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    /** What is beyond is no time that anybody means, and more than can be reckoned with. */
    private static Instant instant(NumericDate date) {
        long seconds = date.getValue();
        if (seconds < 0 || seconds > LATEST) {
            throw new NotLetIn(Reason.MALFORMED);
        }
        return Instant.ofEpochSecond(seconds);
    }
}
