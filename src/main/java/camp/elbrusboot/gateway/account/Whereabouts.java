package camp.elbrusboot.gateway.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** amoCRM's answer to where an account is (section 1.6). */
@JsonIgnoreProperties(ignoreUnknown = true)
record Whereabouts(long id, @Nullable String domain) {}
