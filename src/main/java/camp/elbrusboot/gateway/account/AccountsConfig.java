package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/**
 * Further accounts, each under a name of its own: {@code gateway.accounts.{name}.id}. What they do not say about the
 * integration and the base URL is as in {@link AccountConfig}.
 */
@ConfigMapping(prefix = "gateway.accounts")
public interface AccountsConfig {
    @WithParentName
    Map<String, AccountSettings> byName();
}
