package camp.elbrusboot.gateway.artifact;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are about to start. */
final class Ports {
    /** Below those that operating systems give to connections, one of which could take the port in the meantime. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one then.
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }
}
