package io.fansync.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands of the system, run as a user runs them. */
final class Commands {

    private static final long PATIENCE_SECONDS = 120;

    private Commands() {}

    /** What a command left behind. */
    record Ended(int exitCode, String out, String err) {}

    /** Skips the test where a command is not installed. */
    static void require(String... commands) {
        for (String command : commands) {
            assumeTrue(path(command), () -> command + " is not installed: skipped");
        }
    }

    private static boolean path(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** A command line that starts this main class in a JVM of its own. */
    static List<String> java(Class<?> main, String... options) {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of(options));
        line.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        line.add(main.getName());
        return line;
    }

    /** Runs it in this directory, which also gets its stdout and stderr. */
    static Ended run(Path directory, ProcessBuilder command) throws IOException, InterruptedException {
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        command.environment().put("XDG_STATE_HOME", directory.toString());
        command.environment().put("XDG_CONFIG_HOME", directory.toString());
        command.directory(directory.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = command.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command.command() + " has not ended; it said " + text(err) + text(out));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
