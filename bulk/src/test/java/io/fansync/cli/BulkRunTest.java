package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import io.fansync.cli.BulkRun.Output;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class BulkRunTest {

    private static final Places NOWHERE = new Places(Optional.empty(), Optional.empty());

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final FakeShell shell = new FakeShell();
    private final Worklist worklist = new Worklist();
    private final Interruption interruption = new Interruption();

    private Ending run(Shell in, ConnectorClient client) {
        return run(in, BulkSync.over(client), Optional.empty());
    }

    private Ending run(Shell in, BulkSync sync, Optional<Duration> deadline) {
        BulkSync bulk = sync.quota(Quota.none()).concurrency(1).batch(1);
        try (BulkRun run = new BulkRun(in, new Display(), Output.JSONL, NOWHERE, Quota.none(), deadline, Job.NONE)) {
            return run.run(bulk, worklist, SyncType.DELTA, Map.of(), interruption);
        }
    }

    private static Condition<String> row(String outcome) {
        return new Condition<>(row -> row.contains("\"outcome\":\"" + outcome + "\""), outcome);
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERRUPTED", "TERMINATED"})
    void an_interruption_lets_in_flight_work_settle_and_leaves_the_rest_unsent(Ending ending) {
        for (int i = 0; i < 200; i++) {
            worklist.add("a.com", Integer.toString(i));
        }
        ConnectorClient client = (connector, type) -> {
            interruption.interrupt(ending);
            return Mono.just(new SyncReceipt(connector, type));
        };

        assertThat(run(shell.shell(), client)).isEqualTo(ending);

        assertThat(shell.out()).hasSize(200).areExactly(1, row("accepted")).areExactly(199, row("unsent"));
        assertThat(shell.err()).first().asString().startsWith("fansync: stopping; ");
    }

    @Test
    void what_was_not_answered_when_the_deadline_came_was_stopped_by_it() {
        worklist.add("a.com", "1");
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Disposable.Swap time = Disposables.swap();
        Mono<SyncReceipt> silence = Mono.<SyncReceipt>never()
                .doOnSubscribe(sent ->
                        time.update(Flux.interval(Duration.ofMillis(1)).subscribe(tick -> clock.advanceTimeBy(GRACE))));
        BulkSync bulk = BulkSync.over((connector, type) -> silence, clock).grace(GRACE);

        Ending ending = run(shell.shell(), bulk, Optional.of(Duration.ofNanos(1)));
        time.dispose();

        assertThat(ending).isEqualTo(Ending.STOPPED);
        assertThat(shell.out()).singleElement().is(row("unknown"));
    }

    @Test
    void a_closed_stdout_stops_it_in_order() {
        for (int i = 0; i < 2_000; i++) {
            worklist.add("a.com", Integer.toString(i));
        }
        AtomicInteger sent = new AtomicInteger();
        PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        closed.close();
        Shell into = new Shell(
                new ByteArrayInputStream(new byte[0]),
                false,
                closed,
                closed,
                Map.of(),
                Directories.ofProcess(Map.of()),
                Terminal.NONE);

        Ending ending = run(into, (connector, type) -> {
            sent.incrementAndGet();
            return Mono.just(new SyncReceipt(connector, type));
        });

        assertThat(ending).isEqualTo(Ending.STOPPED);
        assertThat(sent).hasValueBetween(1, 1_999);
    }
}
