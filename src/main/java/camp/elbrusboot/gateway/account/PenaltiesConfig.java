package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an account is left alone. Then one call tries; when it is refused too, the pause begins anew. */
@ConfigMapping(prefix = "gateway.pause")
public interface PenaltiesConfig {
    /** After a 403 as HTML: amoCRM has blocked the account or this address, and every further call makes it worse. */
    @WithDefault("10m")
    Duration blocked();

    /** After a 402: the amoCRM account is not paid. */
    @WithDefault("1m")
    Duration unpaid();
}
