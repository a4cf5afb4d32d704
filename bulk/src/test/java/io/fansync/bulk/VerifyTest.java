package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Unavailable;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class VerifyTest extends VirtualRun {

    private final FakeDirectory directory = new FakeDirectory(graph, time).syncDelay(Duration.ofMillis(10));
    private final BulkSync verifying = bulk.verifyAmbiguous(directory);

    @Test
    void what_was_done_although_the_answer_was_lost_is_confirmed_and_not_sent_again() {
        graph.answersAfterWork(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(verifying, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext())
                .singleElement()
                .isInstanceOfSatisfying(
                        Confirmed.class,
                        confirmed -> assertThat(confirmed.answer()).isSameAs(AMBIGUOUS));
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void what_was_not_done_is_sent_again() {
        graph.answers(ONE, AMBIGUOUS, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(verifying, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(graph.calls).hasSize(3);
        assertThat(directory.reads).hasSize(3);
    }

    @Test
    void what_must_not_be_sent_again_is_watched_for_a_while_and_confirmed_if_a_sync_is_seen() {
        directory.syncDelay(Duration.ofSeconds(20));
        graph.answersAfterWork(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(verifying.atMostOnce(), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Confirmed.class);
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void and_is_unknown_if_none_is_seen() {
        graph.answers(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(verifying.atMostOnce(), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(29));
        assertThat(outcomes.getReceivedOnNext()).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void after_the_last_resend_a_sync_that_shows_late_is_still_seen() {
        directory.syncDelay(Duration.ofSeconds(10));
        graph.answersAfterWork(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(verifying.maxRetries(0), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Confirmed.class);
    }

    @Test
    void what_is_accepted_at_once_is_read_only_before() {
        TestSubscriber<SyncOutcome> outcomes = run(verifying, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(directory.reads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-400, 400})
    void whose_clock_is_wrong_does_not_matter(int days) {
        JumpingClock wrong = new JumpingClock(time);
        wrong.jump(Duration.ofDays(days));
        Connector done = new Connector("contoso.com", "done");
        graph.answersAfterWork(done, new Unavailable("504", true)).answers(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes =
                run(BulkSync.over(graph, wrong).verifyAmbiguous(directory), Flux.just(done, ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext())
                .hasSize(2)
                .anySatisfy(outcome -> assertThat(outcome)
                        .isInstanceOf(Confirmed.class)
                        .extracting(SyncOutcome::connector)
                        .isEqualTo(done))
                .anySatisfy(outcome -> assertThat(outcome).isInstanceOf(Accepted.class));
        assertThat(graph.calls).hasSize(3);
    }
}
