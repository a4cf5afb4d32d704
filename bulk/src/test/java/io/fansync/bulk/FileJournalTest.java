package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.Journal.Job;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Skipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FileJournalTest {

    private static final Connector ONE = new Connector("contoso.com", "one");
    private static final Connector GREEK = new Connector("contoso.com", "ένα δύο");
    private static final Connector GONE = new Connector("contoso.com", "gone");
    private static final Connector DENIED = new Connector("contoso.com", "denied");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Job DELTA = new Job(SyncType.DELTA, Optional.empty(), false);

    /** Too large for the memory that there is. */
    private static final Disk VAST = (Disk) Proxy.newProxyInstance(
            Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("size")) {
                    throw new OutOfMemoryError("Java heap space");
                }
                return method.invoke(LocalDisk.INSTANCE, arguments);
            });

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private FileJournal journal = Journal.file(file);
    private final Queue<Connector> sent = new ConcurrentLinkedQueue<>();
    private final ConnectorClient graph = (connector, type) -> {
        sent.add(connector);
        return connector.equals(GONE)
                ? Mono.error(new Rejected("400"))
                : connector.equals(DENIED)
                        ? Mono.error(new Denied("403", ""))
                        : Mono.just(new SyncReceipt(connector, type));
    };

    @BeforeEach
    void name() {
        file = directory.resolve("a.journal");
        journal = Journal.file(file);
    }

    private List<SyncOutcome> run(Connector... connectors) {
        List<SyncOutcome> outcomes = new ArrayList<>();
        BulkSync.over(graph)
                .quota(Quota.none())
                .journal(journal)
                .sync(Flux.just(connectors), SyncType.DELTA)
                .doOnNext(outcomes::add)
                .blockLast();
        return outcomes;
    }

    @Test
    void a_person_can_read_it() throws IOException {
        run(ONE, GREEK, GONE);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).matches("fansync-journal\t1\t-\tdeltaSync\t-\t20\\S+Z\t[0-9a-f]{8}");
        assertThat(lines)
                .hasSize(7)
                .anyMatch(line -> line.matches("sent\tcontoso.com\tone\t20\\d\\d-\\d\\d-\\d\\dT\\S+Z\t[0-9a-f]{8}"))
                .anyMatch(line -> line.matches("accepted\tcontoso.com\tένα δύο\t20\\S+Z\t\t[0-9a-f]{8}"))
                .anyMatch(line -> line.matches("failed\tcontoso.com\tgone\t20\\S+Z\t\trejected\t0\t\t[0-9a-f]{8}"));
    }

    @Test
    void the_next_run_goes_on_with_it() {
        run(ONE, GREEK, GONE, DENIED);
        assertThat(sent).hasSize(4);

        List<SyncOutcome> outcomes = run(ONE, GREEK, GONE, DENIED, new Connector("contoso.com", "new"));

        assertThat(outcomes).filteredOn(Skipped.class::isInstance).hasSize(3);
        assertThat(sent).hasSize(6);
    }

    @Test
    void a_settled_connector_takes_45_bytes_at_most_once_it_was_opened_again() throws IOException {
        Connector[] many =
                connectors("a-tenant-with-a-long-name.example", 1_000).toArray(Connector[]::new);
        run(many);
        long whole = Files.size(file);

        assertThat(run(many)).hasSize(1_000).hasOnlyElementsOfType(Skipped.class);

        assertThat(Files.size(file)).isLessThan(whole / 3).isLessThanOrEqualTo(1_000 * 45);
        assertThat(run(many)).hasOnlyElementsOfType(Skipped.class);
        assertThat(sent).hasSize(1_000);
    }

    @Test
    void a_torn_end_is_cut_and_written_over() throws IOException {
        run(ONE);
        Files.writeString(file, "accepted\tcontoso.com\tGREEK\t2026", StandardOpenOption.APPEND);

        run(GREEK);

        assertThat(Files.readString(file)).doesNotContain("GREEK");
        assertThat(run(ONE, GREEK)).hasOnlyElementsOfType(Skipped.class);
    }

    @Test
    void a_line_that_was_changed_does_not_count() throws IOException {
        run(ONE, GREEK);
        String changed =
                Files.readString(file).replaceFirst("accepted\tcontoso.com\tone", "accepted\tcontoso.com\tbad");
        Files.writeString(file, changed);

        assertThat(run(ONE, GREEK)).filteredOn(Accepted.class::isInstance).hasSize(1);

        assertThat(sent).filteredOn(ONE::equals).hasSize(2);
    }

    @Test
    void any_other_file_is_left_as_it_is() throws IOException {
        Files.writeString(file, "id,tenant\n");

        assertThatThrownBy(() -> run(ONE))
                .isInstanceOf(JournalException.class)
                .hasMessage(file + " is not a journal of fansync; name another file");

        assertThat(file).hasContent("id,tenant\n");
        assertThat(sent).isEmpty();
    }

    @Test
    void one_of_a_later_format_is_told_from_one_that_is_broken() {
        assertThatThrownBy(() -> JournalHeader.parse(List.of("2", "9.0", "deltaSync", "-", "2030-01-01T00:00:00Z")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("of format 2");
    }

    @Test
    void a_journal_without_its_first_line_is_left_as_it_is() throws IOException {
        run(ONE);
        String damaged = Files.readString(file).replaceFirst("deltaSync", "deltaSunk");
        Files.writeString(file, damaged);

        assertThatThrownBy(() -> run(GREEK)).hasMessageContaining("has lost its first line");

        assertThat(file).hasContent(damaged);
        assertThat(sent).containsExactly(ONE);
    }

    @Test
    void an_input_is_not_planned_over_a_run() {
        run(ONE);

        StepVerifier.create(journal.plan(DELTA, List.of(GREEK)))
                .verifyErrorSatisfies(error -> assertThat(error).hasMessageContaining("has a run in it already"));
    }

    @Test
    void one_run_at_a_time() {
        journal.open(DELTA).block();

        assertThatThrownBy(() -> run(ONE)).isInstanceOf(JournalException.class).hasMessageContaining("another run");

        assertThat(sent).isEmpty();
    }

    @Test
    void a_directory_that_is_not_there_is_an_error_before_anything_is_sent() {
        journal = Journal.file(directory.resolve("missing").resolve("a.journal"));

        assertThatThrownBy(() -> run(ONE))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("Cannot write the journal ")
                .hasMessageEndingWith("no such directory");

        assertThat(sent).isEmpty();
    }

    @Test
    void what_is_planned_need_not_be_given_again() {
        List<Connector> input = List.of(ONE, GONE, DENIED, GREEK);
        journal.plan(DELTA, input).block();
        run(ONE, GONE, DENIED);

        assertThat(journal.unsettled().collectList().block()).containsExactly(DENIED, GREEK);
        Overview overview = journal.overview().blockOptional().orElseThrow();
        assertThat(overview.input()).hasValue(4);
        assertThat(overview.inputHash()).isEqualTo(FileJournal.hash(List.of(GREEK, DENIED, GONE, ONE)));
        assertThat(overview.inputHash()).isNotEqualTo(FileJournal.hash(List.of(GREEK, DENIED, GONE)));
        assertThat(overview.outcomes()).isEqualTo(new SyncTally(1, 0, 0, 0, 2, 0, 0));
        assertThat(overview.retriable()).isEqualTo(1);

        run(DENIED, GREEK);
        assertThat(journal.unsettled().collectList().block()).containsExactly(DENIED);
        assertThat(journal.overview().blockOptional().orElseThrow().outcomes())
                .isEqualTo(new SyncTally(2, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void what_was_learnt_of_a_window_of_less_than_a_millisecond_spoils_no_later_run() {
        Journal.Session session = journal.open(DELTA).blockOptional().orElseThrow();
        session.append(List.of(new Entry.Learnt("contoso.com", 5, Duration.ofNanos(999_999))))
                .then(session.close())
                .block();

        assertThat(run(ONE)).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void a_learnt_window_of_no_time_at_all_ends_no_run() throws IOException {
        journal.plan(DELTA, List.of(ONE)).block();
        LineWriter lines = new LineWriter();
        lines.field("learnt").field("contoso.com").field(5).field(0).end();
        Files.writeString(file, UTF_8.decode(lines.take()), StandardOpenOption.APPEND);

        assertThat(run(ONE)).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void an_input_is_planned_once() {
        journal.plan(DELTA, List.of(ONE)).block();

        StepVerifier.create(journal.plan(DELTA, List.of(GREEK)))
                .verifyErrorMatches(error -> error instanceof JournalException);
    }

    @Test
    void an_input_that_lost_a_line_is_not_taken_for_whole() throws IOException {
        journal.plan(DELTA, List.of(ONE, GREEK)).block();
        Files.writeString(file, Files.readString(file).replace("\tone\t", "\tbad\t"), UTF_8);

        assertThatThrownBy(() -> run(ONE)).hasMessageContaining("has lost a part of its input");
        assertThat(sent).isEmpty();
    }

    @Test
    void an_input_without_its_end_is_to_be_planned_again() throws IOException {
        journal.plan(DELTA, List.of(ONE, GREEK)).block();
        Files.writeString(file, Files.readString(file).replaceFirst("input.*\n", ""));
        assertThat(journal.overview().blockOptional().orElseThrow().input()).isEmpty();

        journal.plan(DELTA, List.of(GREEK)).block();

        assertThat(journal.unsettled().collectList().block()).containsExactly(GREEK);
    }

    @Test
    void there_is_nothing_in_none() {
        StepVerifier.create(journal.overview()).verifyComplete();
    }

    @Test
    void a_directory_that_is_removed_under_a_run_takes_no_outcome_with_it() throws IOException {
        ConnectorClient removing = (connector, type) -> {
            remove();
            return graph.sync(connector, type);
        };
        Flux<SyncOutcome> outcomes = BulkSync.over(removing)
                .concurrency(1)
                .journal(journal)
                .sync(Flux.fromIterable(connectors("contoso.com", 20)), SyncType.DELTA);

        assertThat(outcomes.collectList().block()).hasSize(20).hasOnlyElementsOfType(Accepted.class);
        assertThat(directory).doesNotExist();
    }

    private void remove() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(directory);
        } catch (NoSuchFileException removed) {
            // by the first request
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatever_goes_wrong_in_writing_is_told() {
        Disk.Appender broken = new Disk.Appender() {
            @Override
            public void write(ByteBuffer bytes) {
                throw new IllegalStateException("wrong");
            }

            @Override
            public void force() {
                throw new IllegalStateException("wrong");
            }

            @Override
            public void close() {}
        };
        JournalWriter writer = new JournalWriter(
                file, new JournalContents(), false, broken, () -> {}, Schedulers.newSingle("a-journal", true));

        StepVerifier.create(writer.append(List.of(new Entry.Sent(ONE))))
                .expectErrorMessage("wrong")
                .verify(PATIENCE);
        StepVerifier.create(writer.close()).expectErrorMessage("wrong").verify(PATIENCE);
    }

    @Test
    void too_little_memory_to_read_it_is_told_and_leaves_it_to_the_next_run() {
        FileJournal journal = new FileJournal(new JournalFile(file, VAST), () -> Schedulers.newSingle("vast", true));

        assertThatThrownBy(() -> BulkSync.over(graph)
                        .journal(journal)
                        .sync(Flux.just(ONE), SyncType.DELTA)
                        .blockLast(PATIENCE))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(run(ONE)).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void too_little_memory_to_plan_it_or_to_look_into_it_is_told() {
        FileJournal journal = new FileJournal(new JournalFile(file, VAST), Schedulers::single);

        assertThatThrownBy(() -> journal.plan(DELTA, List.of(ONE)).block(PATIENCE))
                .isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> journal.overview().block(PATIENCE)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> journal.unsettled().blockLast(PATIENCE)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void a_run_over_other_connectors_than_were_planned_takes_nothing_from_the_input() {
        Connector other = new Connector("contoso.com", "other");
        journal.plan(DELTA, List.of(ONE, GREEK)).block();
        run(ONE, other);
        run(ONE);

        assertThat(journal.unsettled().collectList().block()).containsExactly(GREEK);
        assertThat(directory.resolve("a.journal.new")).doesNotExist();
        assertThat(run(ONE, GREEK, other)).filteredOn(Skipped.class::isInstance).hasSize(2);
    }

    @Test
    void its_thread_ends_with_the_run() throws InterruptedException {
        AtomicReference<Thread> journals = new AtomicReference<>();
        BulkSync.over(graph)
                .journal(journal)
                .sync(Flux.just(ONE), SyncType.DELTA)
                .doOnNext(outcome -> journals.set(Thread.currentThread()))
                .blockLast();

        assertThat(journals.get().getName()).isEqualTo("fansync-journal");
        journals.get().join(10_000);
        assertThat(journals.get().isAlive()).isFalse();
    }
}
