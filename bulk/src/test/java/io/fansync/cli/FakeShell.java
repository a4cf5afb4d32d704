package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Mono;

/** A shell to run commands in: what goes in is given, what comes out and what is sent is kept. */
final class FakeShell {

    final Map<String, String> environment = new HashMap<>();
    final Queue<Connector> sent = new ConcurrentLinkedQueue<>();
    Terminal terminal = Terminal.NONE;
    String stdin = "";
    ConnectorClient client = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

    private final Path state = temporary();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... arguments) {
        return Fansync.commandLine(shell(), (cloud, tokens, way) -> this::send).execute(arguments);
    }

    /** Against whatever the arguments name. */
    int runForReal(String... arguments) {
        return Fansync.commandLine(shell(), new Network()).execute(arguments);
    }

    /** With a stdout that takes nothing: a file on a full disk, a pipe that nobody reads. */
    int runIntoNothing(String... arguments) {
        PrintStream nothing = new PrintStream(OutputStream.nullOutputStream());
        nothing.close();
        return Fansync.commandLine(shell(nothing), (cloud, tokens, way) -> this::send)
                .execute(arguments);
    }

    Shell shell() {
        return shell(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private Shell shell(PrintStream stdout) {
        return new Shell(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                true,
                stdout,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                directories(),
                terminal);
    }

    /** Those of nobody, but that the state is a directory of this shell's own. */
    private Directories directories() {
        Directories nobodys =
                Directories.of(FileSystems.getDefault(), System.getProperty("os.name"), "/home/of/nobody", environment);
        return environment.containsKey("XDG_STATE_HOME") ? nobodys : new Directories(nobodys.configuration(), state);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target"), "state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    List<String> err() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Mono<SyncReceipt> send(Connector connector, io.fansync.SyncType type) {
        sent.add(connector);
        return client.sync(connector, type);
    }
}
