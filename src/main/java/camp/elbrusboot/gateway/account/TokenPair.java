package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** amoCRM's answer of the token endpoint. */
@JsonIgnoreProperties(ignoreUnknown = true)
record TokenPair(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("expires_in") long expiresIn) {

    @Override
    public String toString() {
        return "TokenPair[redacted]";
    }
}
