package io.fansync;

import static io.fansync.ScriptedSignIn.grant;
import static io.fansync.ScriptedSignIn.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(30)
class TokenCellTimesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ScriptedSignIn server = new ScriptedSignIn();

    @AfterEach
    void back_to_real_time() {
        VirtualTimeScheduler.reset();
    }

    @Nested
    class With_a_token {

        @Test
        void the_sign_in_server_is_left_alone() {
            server.signIn("one", HOUR);

            server.time.advanceTimeBy(Duration.ofMinutes(49));

            server.gets("one");
            assertThat(server.asked).hasSize(1);
        }

        @Test
        void the_first_to_ask_near_its_end_starts_one_refresh_and_nobody_waits() {
            server.signIn("one", HOUR);
            server.time.advanceTimeBy(Duration.ofMinutes(51));

            server.gets("one");
            server.gets("one");
            assertThat(server.asked).hasSize(2);

            server.signedIn("two", HOUR);
            server.gets("two");
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void a_short_lived_one_is_refreshed_in_its_last_fifth() {
            server.signIn("one", Duration.ofSeconds(60));

            server.time.advanceTimeBy(Duration.ofSeconds(47));
            server.gets("one");
            assertThat(server.asked).hasSize(1);

            server.time.advanceTimeBy(Duration.ofSeconds(3));
            server.gets("one");
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void it_is_refreshed_when_the_server_asked_for_it_and_a_little_later_at_most() {
            server.wanted().subscribe();
            server.land(new Grant(
                    new AccessToken("one", now().plus(Duration.ofHours(24))), now().plus(Duration.ofHours(12))));

            server.time.advanceTimeBy(Duration.ofHours(12).minusSeconds(1));
            server.gets("one");
            assertThat(server.asked).hasSize(1);

            server.time.advanceTimeBy(Duration.ofMinutes(73));
            server.gets("one");
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void cells_filled_together_are_not_refreshed_together() {
            List<Instant> refreshes = new ArrayList<>();
            List<TokenCell> cells = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                TokenCell one = new TokenCell(claims -> {
                    refreshes.add(now());
                    return Mono.just(grant("one", now().plus(HOUR)));
                });
                cells.add(one);
                one.token("").block();
            }
            refreshes.clear();

            server.time.advanceTimeBy(Duration.ofMinutes(50));
            for (int second = 0; second < 61; second++) {
                cells.forEach(one -> one.token("").block());
                server.time.advanceTimeBy(Duration.ofSeconds(1));
            }

            assertThat(refreshes).hasSize(100);
            assertThat(refreshes.stream().distinct()).hasSizeGreaterThan(20);
        }

        @Test
        void it_serves_until_it_expires_when_refreshing_fails() {
            server.signIn("one", HOUR);
            server.time.advanceTimeBy(Duration.ofMinutes(51));
            server.gets("one");
            server.refused(new Unavailable("unreachable", false));

            server.time.advanceTimeBy(Duration.ofMinutes(8));
            server.gets("one");
            server.refused(new Denied("wrong secret", ""));
            server.gets("one");

            server.time.advanceTimeBy(Duration.ofMinutes(1));
            StepVerifier.create(server.wanted())
                    .then(() -> server.refused(new Denied("wrong secret", "")))
                    .verifyError(Denied.class);
        }

        @Test
        void nobody_is_given_one_that_would_end_on_its_way_to_graph() {
            server.signIn("one", HOUR);

            server.time.advanceTimeBy(HOUR.minusSeconds(5));
            StepVerifier.create(server.wanted().map(AccessToken::value))
                    .then(() -> server.signedIn("two", HOUR))
                    .expectNext("two")
                    .verifyComplete();
        }

        @Test
        void a_failed_refresh_is_not_repeated_at_once() {
            server.signIn("one", HOUR);
            server.time.advanceTimeBy(Duration.ofMinutes(51));
            server.gets("one");
            server.refused(new Unavailable("unreachable", false));

            server.time.advanceTimeBy(Duration.ofSeconds(50));
            server.gets("one");
            assertThat(server.asked).hasSize(2);

            server.time.advanceTimeBy(Duration.ofSeconds(5));
            server.gets("one");
            assertThat(server.asked).hasSize(3);
        }

        @Test
        void a_throttled_refresh_waits_as_long_as_it_was_told() {
            server.signIn("one", HOUR);
            server.time.advanceTimeBy(Duration.ofMinutes(51));
            server.gets("one");
            server.refused(new Throttled("slow down", Duration.ofMinutes(5)));

            server.time.advanceTimeBy(Duration.ofMinutes(5).minusMillis(1));
            server.gets("one");
            assertThat(server.asked).hasSize(2);

            server.time.advanceTimeBy(Duration.ofMillis(1));
            server.gets("one");
            assertThat(server.asked).hasSize(3);
        }

        @Test
        void it_is_spent_when_it_has_expired() {
            server.signIn("one", HOUR);
            assertThat(server.cell.isSpent()).isFalse();

            server.time.advanceTimeBy(HOUR);
            assertThat(server.cell.isSpent()).isTrue();

            server.wanted().subscribe();
            assertThat(server.cell.isSpent()).isFalse();
        }
    }

    @Nested
    class After_a_refusal {

        @Test
        void a_denial_is_repeated_from_memory_for_ten_seconds() {
            Denied denied = new Denied("wrong secret", "");
            server.refuse(denied);

            server.time.advanceTimeBy(Duration.ofMillis(9_999));
            StepVerifier.create(server.wanted()).verifyErrorMatches(denied::equals);
            assertThat(server.asked).hasSize(1);

            server.time.advanceTimeBy(Duration.ofMillis(1));
            StepVerifier.create(server.wanted())
                    .then(() -> server.signedIn("one", HOUR))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void an_unreachable_server_is_tried_again_after_two_seconds() {
            server.refuse(new Unavailable("unreachable", false));

            server.time.advanceTimeBy(Duration.ofMillis(1_999));
            StepVerifier.create(server.wanted()).verifyError(Unavailable.class);
            assertThat(server.asked).hasSize(1);

            server.time.advanceTimeBy(Duration.ofMillis(1));
            server.wanted().subscribe();
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void those_who_come_later_are_told_what_is_left_of_the_wait() {
            server.refuse(new Throttled("slow down", Duration.ofSeconds(60)));

            server.time.advanceTimeBy(Duration.ofSeconds(45));

            StepVerifier.create(server.wanted())
                    .verifyErrorSatisfies(error -> assertThat(error)
                            .hasMessage("slow down")
                            .asInstanceOf(type(Throttled.class))
                            .returns(Duration.ofSeconds(15), Throttled::retryAfter));
            assertThat(server.asked).hasSize(1);
        }

        @Test
        void throttling_without_a_time_is_waited_out_for_five_seconds() {
            server.refuse(new Throttled("slow down", Duration.ZERO));

            server.time.advanceTimeBy(Duration.ofSeconds(3));
            StepVerifier.create(server.wanted())
                    .verifyErrorMatches(
                            error -> ((Throttled) error).retryAfter().equals(Duration.ofSeconds(2)));

            server.time.advanceTimeBy(Duration.ofSeconds(2));
            server.wanted().subscribe();
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void a_challenged_token_is_refused_from_memory_too() {
            server.refuse(new Denied("wrong secret", ""));

            StepVerifier.create(server.challenged("{}")).verifyError(Denied.class);
            assertThat(server.asked).hasSize(1);
        }

        @Test
        void a_defect_in_the_sign_in_does_not_stop_the_next() {
            server.refuse(new IllegalStateException("bug"));
            server.time.advanceTimeBy(Duration.ofSeconds(2));

            StepVerifier.create(server.wanted())
                    .then(() -> server.signedIn("one", HOUR))
                    .expectNextCount(1)
                    .verifyComplete();
        }

        @Test
        void a_sign_in_that_ends_with_nothing_is_an_error() {
            TokenCell empty = new TokenCell(claims -> Mono.empty());

            StepVerifier.create(empty.token("")).verifyError();
            StepVerifier.create(empty.token("")).verifyError();
        }
    }
}
