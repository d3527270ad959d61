package camp.elbrusboot.gateway.amocrm;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Readers are asked for a lot, and the sandbox lets them: what the allowance does is tested elsewhere. */
public class Unpaced implements QuarkusTestProfile {
    static final Map<String, String> SETTINGS =
            Map.of("gateway.upstream.requests-per-second", "1000", "gateway.upstream.queue", "10000");

    @Override
    public Map<String, String> getConfigOverrides() {
        return SETTINGS;
    }
}
