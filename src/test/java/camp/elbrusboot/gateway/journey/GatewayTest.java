package camp.elbrusboot.gateway.journey;

import io.quarkus.test.junit.QuarkusTest;

/** The journeys on the application as the tests build it. */
@QuarkusTest
class GatewayTest extends Journeys {}
