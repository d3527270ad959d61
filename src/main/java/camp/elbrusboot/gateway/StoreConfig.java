package camp.elbrusboot.gateway;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where state lives. Quarkus' own settings are derived from these in {@code application.properties}. */
@ConfigMapping(prefix = "gateway")
interface StoreConfig {
    Database database();

    Redis redis();

    /** PostgreSQL. */
    interface Database {
        /** {@code postgresql://host:port/name}. */
        Optional<String> url();

        Optional<String> username();

        Optional<String> password();
    }

    /** Redis. */
    interface Redis {
        /** {@code redis://host:port/number}, or {@code rediss:} for TLS. */
        Optional<String> url();
    }
}
