package io.fansync.cli;

import io.fansync.AccessToken;
import io.fansync.SyncException;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tokens from a command: run once for each tenant, again near its token's end, and when Graph refuses the token. A few run at
 * a time, none longer than a minute.
 */
final class TokenCommand implements TokenSource {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LEAD = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final List<String> words;
    private final Scheduler processes = Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "token-command", 60, true);
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private record Run(Mono<AccessToken> token, long startedAt) {

        boolean isRecent() {
            return System.nanoTime() - startedAt < PAUSE.toNanos();
        }
    }

    /** @param words of the command; {@code {tenant}} inside a word becomes the tenant */
    TokenCommand(List<String> words) {
        this.words = words;
    }

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        boolean refused = !request.claims().isEmpty();
        return Mono.defer(() -> runs.compute(
                        request.tenant(),
                        (tenant, run) -> run == null || (refused && !run.isRecent())
                                ? new Run(run(tenant), System.nanoTime())
                                : run)
                .token());
    }

    private Mono<AccessToken> run(String tenant) {
        return Mono.using(
                        () -> start(tenant),
                        process -> Mono.fromCallable(() -> token(tenant, process)),
                        Process::destroyForcibly)
                .subscribeOn(processes)
                .timeout(LONGEST, Mono.error(() -> denied(tenant, "did not end within " + Prose.time(LONGEST))))
                .onErrorMap(IOException.class, e -> denied(tenant, "could not be run: " + e.getMessage()))
                .cache(TokenCommand::serves, failure -> PAUSE, () -> Duration.ZERO);
    }

    private static Duration serves(AccessToken token) {
        Duration left = Duration.between(Instant.now(), token.expiresAt()).minus(LEAD);
        return left.compareTo(PAUSE) > 0 ? left : PAUSE;
    }

    private Process start(String tenant) throws IOException {
        List<String> command =
                words.stream().map(word -> word.replace("{tenant}", tenant)).toList();
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        return process;
    }

    private AccessToken token(String tenant, Process process) throws IOException, InterruptedException {
        Mono<String> complaint = Mono.fromCallable(() -> text(process.getErrorStream()))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
        complaint.subscribe(read -> {}, unreadable -> {});
        String printed = text(process.getInputStream());
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            String line = lastLine(complaint.blockOptional().orElse(""));
            throw denied(tenant, "ended with exit code " + exitCode + (line.isEmpty() ? "" : ": " + line));
        }
        return PrintedToken.parse(printed)
                .orElseThrow(() -> denied(tenant, "printed neither a token nor JSON with accessToken"));
    }

    private SyncException denied(String tenant, String what) {
        return new SyncException.Denied("--token-command " + words.get(0) + " " + what + " (" + tenant + ")", "");
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Without anything that might be a token. */
    private static String lastLine(String text) {
        String line = text.substring(text.lastIndexOf('\n') + 1);
        return Prose.printable(line.replaceAll("[\\w.~+/=-]{40,}", "***"));
    }
}
