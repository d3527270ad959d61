package camp.elbrusboot.gateway.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a document may be, whoever sends it. Fragments count as often as they are spread. */
@ConfigMapping(prefix = "gateway.limits")
public interface LimitsConfig {
    /** Words and signs of GraphQL. */
    @WithDefault("5000")
    int tokens();

    /** Fields within fields. */
    @WithDefault("15")
    int depth();

    /** Fields altogether. */
    @WithDefault("1000")
    int fields();

    /** Fields at the root. */
    @WithDefault("20")
    int roots();

    /** Fields with a name of the caller's. */
    @WithDefault("200")
    int aliases();

    /** Directives altogether. */
    @WithDefault("100")
    int directives();

    /** Whether callers may ask for the schema. */
    @WithDefault("false")
    boolean introspection();
}
