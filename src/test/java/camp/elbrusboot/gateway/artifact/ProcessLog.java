package camp.elbrusboot.gateway.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where gateways write that tests start: one file for each test and process in one place, which outlives the tests. */
final class ProcessLog {
    private static final Path HOME = Path.of("target/logs");

    private ProcessLog() {}

    /** Empty; what an earlier run has left there is gone. */
    static Path of(Class<?> test, String process) throws IOException {
        Files.createDirectories(HOME);
        return Files.writeString(HOME.resolve(test.getSimpleName() + "-" + process + ".log"), "");
    }
}
