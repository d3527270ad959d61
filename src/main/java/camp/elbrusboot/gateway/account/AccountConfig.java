package camp.elbrusboot.gateway.account;

import io.smallrye.config.ConfigMapping;

/** The account that a request means when it names none. */
@ConfigMapping(prefix = "gateway.account")
public interface AccountConfig extends AccountSettings {}
