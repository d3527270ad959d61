package camp.elbrusboot.gateway.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of the public schema. */
@ConfigMapping(prefix = "gateway.api")
public interface ApiConfig {
    /** Ids that one field may ask for. Each 250 of them cost a call upstream when nothing is cached. */
    @WithDefault("1000")
    int maxIds();

    /** How far into a list pages are served. Nobody reads that far; whoever wants everything narrows the list by time. */
    @WithDefault("1000000")
    int maxOffset();

    /**
     * Calls to amoCRM that one operation may take when nothing is cached, as estimated before the first. At seven a second, 60
     * keep a caller waiting for some nine seconds.
     */
    @WithDefault("60")
    int maxCalls();

    /**
     * Values in one answer, objects and lists included; of a subscription, in the answer to one event. Nested lists of what is
     * known already cost no call, but multiply.
     */
    @WithDefault("50000")
    int maxValues();
}
