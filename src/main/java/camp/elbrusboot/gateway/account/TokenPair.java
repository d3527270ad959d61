package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** amoCRM's answer of the token endpoint. */
@JsonIgnoreProperties(ignoreUnknown = true)
record TokenPair(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("expires_in") long expiresIn) {

    /** Jackson fills in null for what is missing. */
    @SuppressWarnings("ConstantValue")
    boolean isComplete() {
        return isThere(accessToken) && isThere(refreshToken) && expiresIn > 0;
    }

    private static boolean isThere(@Nullable String token) {
        return token != null && !token.isEmpty();
    }

    @Override
    public String toString() {
        return "TokenPair[redacted]";
    }
}
