package io.fansync.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The last core is the server's, the others are the client's. Without {@code taskset}, or with one core only, they share. */
public final class Cores {

    private static final int ALL = Runtime.getRuntime().availableProcessors();

    private Cores() {}

    /** Keeps all threads of this process, and all that they will start, off the server's core. */
    public static void takeClients() {
        take(ALL - 1);
    }

    /** Lets all threads of this process, and all that they will start, have the server's core as well. */
    public static void takeAll() {
        take(ALL);
    }

    private static void take(int cores) {
        if (!canPin()) {
            return;
        }
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", "0-" + (cores - 1), self)
                    .redirectErrorStream(true)
                    .start();
            taskset.getInputStream().readAllBytes();
            taskset.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What to put before a server's command. */
    static List<String> server() {
        return canPin() ? List.of("taskset", "-c", Integer.toString(ALL - 1)) : List.of();
    }

    /** True if client and server can be kept apart. */
    public static boolean canPin() {
        return ALL > 1
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")));
    }
}
