package camp.elbrusboot.gateway.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Command {
    private Command() {}

    record Result(int status, String output) {}

    static boolean exists(String program) throws InterruptedException {
        try {
            return run(Path.of("."), Duration.ofSeconds(20), program, "--version")
                            .status()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Such as {@code -STOP}. */
    static void signal(String signal, long process) throws IOException, InterruptedException {
        Result result = run(Path.of("."), Duration.ofSeconds(20), "kill", signal, Long.toString(process));
        if (result.status() != 0) {
            throw new IllegalStateException(result.output());
        }
    }

    static Result run(Path directory, Duration patience, String... command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command).directory(directory.toFile()), patience);
    }

    static Result run(ProcessBuilder command, Duration patience) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Result(-1, Files.readString(output, StandardCharsets.UTF_8) + "\n(killed: it did not end)");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
