package camp.elbrusboot.gateway.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The programs of {@code src/test/js}, in a copy with the clients from npm that they use. Who has no Node skips the test. */
final class NodePrograms {
    private static final Path SOURCE = Path.of("src/test/js");
    private static final Path HOME = Path.of("target/js");
    private static final int OLDEST_NODE = 20;

    /** Said by npm where our own list of packages is at fault, whatever the network is like. */
    private static final Pattern OUR_FAULT = Pattern.compile("\\b(EUSAGE|EINTEGRITY|EJSONPARSE|ERESOLVE)\\b");

    private NodePrograms() {}

    /** Why they cannot be run; null where they can. Found out once. */
    private static final class Installation {
        static final @Nullable String OBSTACLE = obstacle();

        private static @Nullable String obstacle() {
            try {
                if (!Command.exists("node") || !Command.exists("npm")) {
                    return "there is no Node.js with npm on this machine";
                }
                String version = Command.run(Path.of("."), Duration.ofSeconds(20), "node", "--version")
                        .output()
                        .strip();
                Matcher major = Pattern.compile("v(\\d+)\\..*").matcher(version);
                if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST_NODE) {
                    return "Node.js is " + version + ", " + OLDEST_NODE + " or later is needed";
                }
                return install();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static @Nullable String install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, HOME.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Command.Result installed =
                Command.run(HOME, Duration.ofMinutes(3), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (OUR_FAULT.matcher(installed.output()).find()) {
            throw new AssertionError("package.json or package-lock.json is at fault: " + installed.output());
        }
        if (installed.status() == 0) {
            return null;
        }
        Path log = Files.writeString(HOME.resolve("npm-ci.log"), installed.output());
        return "npm cannot fetch the clients: "
                + installed.output().lines().findFirst().orElse("") + ", the rest is in " + log;
    }

    static boolean areInstalled() {
        return Installation.OBSTACLE == null;
    }

    /** Skips the test, and says so, where they cannot be run. */
    static void assumeInstalled(Class<?> test) {
        String obstacle = Installation.OBSTACLE;
        if (obstacle != null) {
            // Maven counts a skipped test, but does not say why it was.
            System.err.printf("%n*** SKIPPED: %s with clients in JavaScript: %s%n%n", test.getSimpleName(), obstacle);
        }
        Assumptions.assumeTrue(obstacle == null, () -> "skipped: " + obstacle);
    }

    /**
     * Runs one; what it says is kept beside it.
     *
     * @param options of Node itself
     */
    static Command.Result run(
            String name, List<String> options, Map<String, String> environment, Duration patience, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(options);
        command.add(name);
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).directory(HOME.toFile());
        program.environment().putAll(environment);
        Command.Result result = Command.run(program, patience);
        Files.writeString(HOME.resolve(name + ".log"), result.output());
        return result;
    }
}
