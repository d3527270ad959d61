package camp.elbrusboot.gateway.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where gateways write that tests start: one file for each test and process in one place, which outlives the tests. */
final class ProcessLog {
    private static final Path HOME = Path.of("target/logs");

    /** How often each name has been given out. */
    private static final Map<String, Integer> USED = new ConcurrentHashMap<>();

    private ProcessLog() {}

    /** Empty; what an earlier run has left there is gone. For the second of the name in a run there is another one. */
    static Path of(Class<?> test, String process) throws IOException {
        Files.createDirectories(HOME);
        String name = test.getSimpleName() + "-" + process;
        int number = USED.merge(name, 1, Integer::sum);
        return Files.writeString(HOME.resolve(name + (number == 1 ? "" : "-" + number) + ".log"), "");
    }
}
