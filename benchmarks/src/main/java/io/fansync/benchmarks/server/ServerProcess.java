package io.fansync.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process of its own, on a core of its own where there is {@code taskset}. It ends with this process. */
public final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final URI graph;

    private ServerProcess(Class<?> server, String scheme, List<String> arguments) {
        List<String> command = new ArrayList<>(Cores.server());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                server.getName()));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            out = process.inputReader(StandardCharsets.UTF_8);
            graph = URI.create(scheme + "://127.0.0.1:" + line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that accepts everything. */
    public static ServerProcess atOnce(Duration latency) {
        return new ServerProcess(AtOnce.class, "http", List.of("--latency=" + latency.toMillis()));
    }

    /** The same over TLS. */
    public static ServerProcess atOnceOverTls(Path keyStore) {
        return new ServerProcess(AtOnce.class, "https", List.of("--tls=" + keyStore));
    }

    /** A server with quotas and faults, see {@link Metered}. */
    public static ServerProcess metered(List<String> arguments) {
        return new ServerProcess(Metered.class, "http", arguments);
    }

    /** What a metered server saw so far. */
    public Account account() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
            return JsonMapper.shared().readValue(line(), Account.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Graph's root. */
    public URI graph() {
        return graph;
    }

    /** How long it has kept its core busy. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("The server did not start");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
