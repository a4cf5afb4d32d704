package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Jobs: begun, broken off, gone on with, listed and removed. */
class JobsTest {

    private static final Connector ONE = new Connector("a.com", "1");
    private static final Connector TWO = new Connector("b.com", "2");

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path directory;

    private Path jobs = Path.of("");

    @BeforeEach
    void keepState() {
        shell.environment.put("XDG_STATE_HOME", directory.toString());
        shell.environment.put("FANSYNC_TOKEN_ENV", "TOKEN");
        shell.environment.put("TOKEN", "secret");
        jobs = directory.resolve("fansync").resolve("jobs");
    }

    private int sync(String... arguments) {
        return shell.run(Stream.concat(Stream.of("sync", "--job=nightly"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Graph lets none of this tenant through, and the deadline passes. */
    private void breakOff() {
        shell.client = (connector, type) -> connector.equals(TWO)
                ? Mono.error(new Throttled("429", Duration.ofHours(1)))
                : Mono.just(new SyncReceipt(connector, type));
        assertThat(sync("--deadline=500ms", "a.com/1", "b.com/2")).isEqualTo(5);
        shell.client = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
        shell.sent.clear();
    }

    private List<String> listed() {
        int before = shell.out().size();
        assertThat(shell.run("jobs")).isZero();
        return shell.out().subList(before + 1, shell.out().size());
    }

    @Test
    void a_job_without_a_name_is_given_one() {
        shell.run("sync", "-o=jsonl", "a.com/1");

        assertThat(listed()).singleElement().asString().matches("\\d{8}-\\d{6}-\\w{4} .* 1 .* finished");
        assertThat(shell.out().get(0)).matches("\\{\"v\":1,\"job\":\"\\d{8}-\\d{6}-\\w{4}\",\"tenant\":\"a.com\".*");
    }

    @Test
    void what_was_broken_off_is_gone_on_with() {
        breakOff();
        assertThat(shell.out()).anyMatch(line -> line.matches("go on with +fansync resume nightly --deadline=500ms"));
        assertThat(listed()).singleElement().asString().matches("nightly .* 2 +1 +0 +0 +1 +unfinished");

        assertThat(shell.run("resume", "nightly")).isZero();

        assertThat(shell.sent).containsExactly(TWO);
        assertThat(shell.err()).contains("fansync: job nightly: 1 of 2 connectors settled, 1 to go");
        assertThat(shell.out()).anyMatch(line -> line.matches("accepted +2"));
        assertThat(listed()).singleElement().asString().matches("nightly .* 2 +2 +0 +0 +0 +finished");
    }

    @Test
    void an_unfinished_job_is_not_begun_anew() {
        breakOff();

        assertThat(sync("a.com/1")).isEqualTo(2);

        assertThat(shell.sent).isEmpty();
        assertThat(shell.err())
                .last()
                .isEqualTo(
                        "fansync: job nightly is not finished, 1 connector to go; go on with it: fansync resume nightly");
    }

    /** As a kill leaves it, here after the last line that tells of ONE. */
    @Test
    void what_a_kill_left_without_an_answer_is_unknown_and_the_job_unfinished() throws IOException {
        assertThat(sync("a.com/1", "b.com/2")).isZero();
        Path file = jobs.resolve("nightly.journal");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.startsWith("accepted\ta.com\t1\t"));
        Files.write(file, lines);

        assertThat(listed()).singleElement().asString().matches("nightly .* 2 +1 +0 +1 +0 +unfinished");
        assertThat(sync("a.com/1")).isEqualTo(2);
        assertThat(shell.err()).last().asString().contains("job nightly is not finished, 1 connector to go");
        shell.sent.clear();

        assertThat(shell.run("resume", "nightly")).isZero();
        assertThat(shell.sent).containsExactly(ONE);
        assertThat(listed()).singleElement().asString().matches("nightly .* 2 +2 +0 +0 +0 +finished");
    }

    @Test
    void a_finished_job_is_put_aside_for_a_new_one() {
        assertThat(sync("a.com/1")).isZero();
        assertThat(sync("a.com/1", "b.com/2")).isZero();

        assertThat(shell.sent).hasSize(3);
        assertThat(listed())
                .satisfiesExactly(
                        line -> assertThat(line).matches("nightly .* 2 .* finished"),
                        line -> assertThat(line).matches("nightly@\\d{8}-\\d{6} .* 1 .* finished"));
    }

    @Test
    void what_failed_for_a_reason_that_may_be_gone_is_tried_again() {
        shell.client = (connector, type) -> Mono.error(new Denied("403", ""));
        assertThat(sync("a.com/1")).isEqualTo(4);
        assertThat(listed()).singleElement().asString().endsWith("finished, some to try again");
        shell.client = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

        assertThat(shell.run("resume", "nightly")).isZero();

        assertThat(listed()).singleElement().asString().matches("nightly .* 1 +1 +0 +0 +0 +finished");
    }

    @Test
    void the_same_input_may_be_given_again_and_another_may_not() {
        breakOff();

        assertThat(resumeWith("c.com,1\n")).isEqualTo(2);
        assertThat(shell.err()).last().asString().contains("that is not the input of job nightly");
        assertThat(shell.sent).isEmpty();

        assertThat(resumeWith("b.com,2\na.com,1\n")).isZero();
        assertThat(shell.sent).containsExactly(TWO);
    }

    private int resumeWith(String ids) {
        shell.stdin = ids;
        return shell.run("resume", "nightly", "--ids=-");
    }

    @Test
    void another_type_is_refused() {
        breakOff();

        assertThat(shell.run("resume", "nightly", "--type=full")).isEqualTo(2);

        assertThat(shell.err()).last().asString().contains("job nightly is about a deltaSync; leave out --type");
        assertThat(shell.sent).isEmpty();
    }

    @Test
    void a_resume_takes_what_is_set_for_another_run_neither_as_its_input_nor_as_its_type() throws IOException {
        Path ids = Files.writeString(directory.resolve("other.txt"), "c.com/3\n");
        breakOff();

        shell.environment.put("FANSYNC_TYPE", "full");
        shell.environment.put("FANSYNC_IDS", ids.toString());
        assertThat(shell.run("resume", "nightly")).isZero();

        assertThat(shell.sent).containsExactly(TWO);
    }

    @Test
    void nor_every_connector() {
        breakOff();

        shell.environment.put("FANSYNC_ALL", "true");
        shell.environment.put("FANSYNC_TENANT", "c.com");
        assertThat(shell.run("resume", "nightly")).isZero();

        assertThat(shell.sent).containsExactly(TWO);
    }

    @Test
    void the_rows_of_a_resume_follow_those_that_are_there() throws IOException {
        Path rows = directory.resolve("rows.csv");
        shell.environment.put("FANSYNC_RESULTS", rows.toString());
        breakOff();

        shell.run("resume", "nightly");

        assertThat(Files.readAllLines(rows))
                .satisfiesExactly(
                        line -> assertThat(line).contains("v,job,tenant"),
                        line -> assertThat(line).contains("1,nightly,a.com").contains("accepted"),
                        line -> assertThat(line).contains("1,nightly,b.com").contains("unsent"),
                        line -> assertThat(line).contains("1,nightly,b.com").contains("accepted"));
    }

    @Test
    void an_input_that_was_not_written_to_its_end_is_asked_for_again() throws IOException {
        sync("a.com/1", "b.com/2");
        Path file = jobs.resolve("nightly.journal");
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)input.*", ""));
        shell.sent.clear();

        assertThat(shell.run("resume", "nightly")).isEqualTo(2);
        assertThat(shell.err()).last().asString().contains("give it again");
        assertThat(shell.sent).isEmpty();

        assertThat(resumeWith("b.com,2\na.com,1\n")).isZero();
        assertThat(shell.sent).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void a_job_at_which_another_process_works_is_left_alone() {
        breakOff();
        Journal.Session other = Journal.file(jobs.resolve("nightly.journal"))
                .open(new Journal.Job(SyncType.DELTA, Optional.empty(), false))
                .blockOptional()
                .orElseThrow();

        assertThat(shell.run("resume", "nightly")).isEqualTo(2);
        assertThat(shell.err()).last().isEqualTo("fansync: job nightly is running; let it end");
        assertThat(shell.sent).isEmpty();
        assertThat(listed()).singleElement().asString().endsWith("running");
        assertThat(sync("a.com/1")).isEqualTo(2);
        assertThat(shell.err()).last().isEqualTo("fansync: job nightly is running; let it end, or give another --job");
        shell.run("jobs", "--clean=0s");
        assertThat(listed()).hasSize(1);

        other.close().block();
        assertThat(shell.run("resume", "nightly")).isZero();
    }

    @Test
    void no_journal_leaves_nothing() {
        assertThat(shell.run("sync", "--no-journal", "-o=jsonl", "a.com/1")).isZero();

        assertThat(jobs).doesNotExist();
        assertThat(shell.out().get(0)).startsWith("{\"v\":1,\"tenant\":");
    }

    @Test
    void without_a_place_for_the_journal_nothing_is_sent() throws IOException {
        Path taken = Files.writeString(directory.resolve("taken"), "");
        shell.environment.put("XDG_STATE_HOME", taken.toString());

        assertThat(sync("a.com/1")).isEqualTo(2);

        assertThat(shell.err())
                .last()
                .asString()
                .contains("cannot create " + taken)
                .contains("--no-journal");
        assertThat(shell.sent).isEmpty();
    }

    @Test
    void names_that_no_job_has() {
        assertThat(shell.run("resume", "weekly")).isEqualTo(2);
        assertThat(shell.err()).last().isEqualTo("fansync: no job weekly; 'fansync jobs' lists them");

        assertThat(shell.run("sync", "--job=../etc", "a.com/1")).isEqualTo(2);
        assertThat(shell.err()).last().asString().contains("--job '../etc'");

        assertThat(sync("--no-journal", "a.com/1")).isEqualTo(2);
        assertThat(shell.err()).last().asString().contains("exclude each other");
    }

    @Test
    void jobs_are_removed_by_who_types_so_alone() {
        sync("a.com/1");
        shell.environment.put("FANSYNC_CLEAN", "0s");

        assertThat(listed()).hasSize(1);
        assertThat(listed()).hasSize(1);
    }

    @Test
    void old_jobs_are_removed() {
        sync("a.com/1");

        assertThat(shell.run("jobs", "--clean")).isZero();
        assertThat(listed()).hasSize(1);

        assertThat(shell.run("jobs", "--clean=0s")).isZero();
        assertThat(shell.err()).last().isEqualTo("fansync: removed job nightly");
        assertThat(jobs).isEmptyDirectory();
    }
}
