package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The body for the token endpoint: with a code, or with a refresh token. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenRequest(
        @JsonProperty("client_id") String clientId,
        @JsonProperty("client_secret") String clientSecret,
        @JsonProperty("grant_type") String grantType,
        @JsonProperty("code") @Nullable String code,
        @JsonProperty("refresh_token") @Nullable String refreshToken,
        @JsonProperty("redirect_uri") String redirectUri) {

    @Override
    public String toString() {
        return "TokenRequest[" + grantType + "]";
    }
}
