package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

class BackoffTest {

    private static final SyncReceipt RECEIPT = new SyncReceipt(FakeGraph.CONNECTOR, SyncType.FULL);
    private static final Unavailable GONE = new Unavailable("gone", true);

    private int attempts;

    @Test
    void waits_as_long_as_graph_asked_before_trying_again() {
        Duration asked = Duration.ofMillis(31_120);

        StepVerifier.withVirtualTime(
                        () -> failing(new Throttled("slow down", asked), 1).retryWhen(Backoff.standard()))
                .expectSubscription()
                .expectNoEvent(asked.minusMillis(1))
                .then(() -> assertThat(attempts).isEqualTo(1))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void gives_up_at_once_if_graph_asks_for_more_than_the_longest_wait() {
        Throttled hours = new Throttled("slow down", Duration.ofHours(2));

        StepVerifier.create(failing(hours, 1).retryWhen(Backoff.standard()))
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(hours))
                .verify();
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void waits_longer_where_it_is_told_to() {
        Throttled hours = new Throttled("slow down", Duration.ofHours(2));

        StepVerifier.withVirtualTime(
                        () -> failing(hours, 1).retryWhen(Backoff.standard().maxDelay(Duration.ofHours(2))))
                .thenAwait(Duration.ofHours(2))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @RepeatedTest(20)
    void waits_seconds_if_graph_throttles_and_names_no_time() {
        Throttled throttled = new Throttled("slow down", Duration.ZERO);

        StepVerifier.withVirtualTime(() -> failing(throttled, 3).retryWhen(Backoff.standard()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(2_499))
                .thenAwait(Duration.ofMillis(2_501 + 10_000 + 20_000))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @RepeatedTest(20)
    void waits_less_than_a_second_at_first_if_graph_is_unavailable() {
        StepVerifier.withVirtualTime(() -> failing(GONE, 3).retryWhen(Backoff.standard()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(101 + 400 + 800))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void waits_no_longer_than_20_seconds_of_its_own_accord() {
        StepVerifier.withVirtualTime(
                        () -> failing(GONE, 100).retryWhen(Backoff.standard().maxRetries(100)))
                .thenAwait(Duration.ofSeconds(20 * 100))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void waits_no_longer_than_the_longest_wait_of_its_own_accord() {
        Throttled throttled = new Throttled("slow down", Duration.ZERO);

        StepVerifier.withVirtualTime(
                        () -> failing(throttled, 3).retryWhen(Backoff.standard().maxDelay(Duration.ofMillis(50))))
                .thenAwait(Duration.ofMillis(150))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void needs_no_longest_wait() {
        Backoff patient = Backoff.standard().maxDelay(ChronoUnit.FOREVER.getDuration());

        StepVerifier.withVirtualTime(() -> failing(GONE, 3).retryWhen(patient))
                .thenAwait(Duration.ofMinutes(1))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void gives_up_after_the_last_retry_with_the_last_error_itself() {
        PublisherProbe<SyncReceipt> fourth = PublisherProbe.of(Mono.error(new Unavailable("the fourth", true)));
        Mono<SyncReceipt> sync = Mono.defer(() -> ++attempts == 4 ? fourth.mono() : Mono.error(GONE));

        StepVerifier.withVirtualTime(() -> sync.retryWhen(Backoff.standard()))
                .thenAwait(Duration.ofMinutes(1))
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(Unavailable.class).hasMessage("the fourth"))
                .verify();
        assertThat(attempts).isEqualTo(4);
    }

    static Stream<RuntimeException> errors_that_no_retry_mends() {
        return Stream.of(
                new Denied("no", ""),
                new UnknownConnector("where"),
                new Rejected("never"),
                new IllegalStateException("not ours"));
    }

    @ParameterizedTest
    @MethodSource("errors_that_no_retry_mends")
    void does_not_try_again(RuntimeException error) {
        StepVerifier.create(failing(error, 1).retryWhen(Backoff.standard()))
                .expectErrorSatisfies(thrown -> assertThat(thrown).isSameAs(error))
                .verify();
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void stops_waiting_when_it_is_cancelled() {
        StepVerifier.withVirtualTime(() -> failing(GONE, 1).retryWhen(Backoff.standard()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(99))
                .thenCancel()
                .verify();
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void is_a_copy_where_it_is_changed() {
        Backoff none = Backoff.standard().maxRetries(0);

        StepVerifier.create(failing(GONE, 1).retryWhen(none))
                .expectError(Unavailable.class)
                .verify();
        StepVerifier.withVirtualTime(() -> failing(GONE, 3).retryWhen(Backoff.standard()))
                .thenAwait(Duration.ofMinutes(1))
                .expectNext(RECEIPT)
                .verifyComplete();
    }

    @Test
    void refuses_what_makes_no_sense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.standard().maxRetries(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.standard().maxDelay(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.standard().maxDelay(Duration.ofMillis(-1)));
    }

    private Mono<SyncReceipt> failing(RuntimeException error, int times) {
        attempts = 0;
        return Mono.defer(() -> ++attempts > times ? Mono.just(RECEIPT) : Mono.error(error));
    }
}
