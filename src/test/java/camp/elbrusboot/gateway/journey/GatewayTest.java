package camp.elbrusboot.gateway.journey;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;

/** The journeys on the application as it is built. */
@QuarkusTest
class GatewayTest extends Journeys {
    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Override
    protected String management() {
        return management.toString();
    }
}
