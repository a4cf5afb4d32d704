package io.fansync;

import static io.fansync.ScriptedSignIn.HOUR;
import static io.fansync.ScriptedSignIn.grant;
import static io.fansync.ScriptedSignIn.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Denied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;
import reactor.util.context.Context;

@Timeout(30)
class TokenCellTest {

    @AutoClose
    private final ScriptedSignIn server = new ScriptedSignIn();

    @Nested
    class Without_a_token {

        @Test
        void five_hundred_subscribers_cause_one_sign_in() {
            Mono<List<AccessToken>> all =
                    Flux.range(0, 500).flatMap(i -> server.wanted(), 500).collectList();

            StepVerifier.create(all)
                    .then(() -> server.signedIn("one", HOUR))
                    .assertNext(tokens -> assertThat(tokens)
                            .hasSize(500)
                            .allMatch(token -> token.value().equals("one")))
                    .verifyComplete();

            assertThat(server.asked).containsExactly("");
        }

        @Test
        void the_others_still_get_theirs_when_the_one_who_started_cancels() {
            server.wanted().subscribe().dispose();

            StepVerifier.create(server.wanted())
                    .then(() -> server.signedIn("one", HOUR))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.asked).hasSize(1);
        }

        @Test
        void a_sign_in_that_everyone_left_serves_those_who_come_later() {
            server.wanted().subscribe().dispose();
            server.signedIn("one", HOUR);

            server.gets("one");
            assertThat(server.asked).hasSize(1);
        }

        @Test
        void racing_threads_cause_one_sign_in() {
            VirtualTimeScheduler.reset();
            AtomicInteger signIns = new AtomicInteger();
            List<TokenCell> cells = Stream.generate(() -> new TokenCell(claims -> Mono.fromSupplier(() -> {
                        signIns.incrementAndGet();
                        return grant("one", Instant.now().plus(HOUR));
                    })))
                    .limit(50_000)
                    .toList();

            Runnable all = () -> cells.forEach(one -> one.token("").subscribe());
            RaceTestUtils.race(all, all);

            assertThat(signIns).hasValue(cells.size());
        }

        @Test
        void no_context_of_a_subscriber_gets_into_the_sign_in() {
            List<Context> seen = new ArrayList<>();
            TokenCell shared = new TokenCell(claims -> Mono.deferContextual(context -> {
                seen.add(Context.of(context));
                return Mono.just(grant("one", now().plus(HOUR)));
            }));

            shared.token("").contextWrite(Context.of("user", "alice")).block();

            assertThat(seen).singleElement().matches(Context::isEmpty);
        }
    }

    @Nested
    class When_graph_challenges_the_token {

        @Test
        void a_new_one_is_fetched_with_its_claims_and_replaces_the_old() {
            server.signIn("one", HOUR);

            StepVerifier.create(server.challenged("{nbf}"))
                    .then(() -> server.signedIn("two", HOUR))
                    .expectNextMatches(token -> token.value().equals("two"))
                    .verifyComplete();

            server.gets("two");
            assertThat(server.asked).containsExactly("", "{nbf}");
        }

        @Test
        void requests_challenged_together_share_the_new_one() {
            server.signIn("one", HOUR);

            StepVerifier.create(Flux.range(0, 64).flatMap(i -> server.challenged("{nbf}"), 64))
                    .then(() -> server.signedIn("two", HOUR))
                    .expectNextCount(64)
                    .verifyComplete();
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void nobody_is_given_the_old_one_any_more() {
            server.signIn("one", HOUR);
            server.challenged("{nbf}").subscribe();

            StepVerifier.create(server.wanted())
                    .then(() -> server.signedIn("two", HOUR))
                    .expectNextMatches(token -> token.value().equals("two"))
                    .verifyComplete();
            assertThat(server.asked).hasSize(2);
        }

        @Test
        void a_sign_in_without_the_claims_is_not_joined_and_does_not_bring_the_old_one_back() {
            List<AccessToken> plain = new ArrayList<>();
            server.wanted().subscribe(plain::add);
            List<AccessToken> withClaims = new ArrayList<>();
            server.challenged("{nbf}").subscribe(withClaims::add);

            server.answers.get(1).tryEmitValue(grant("two", now().plus(HOUR))).orThrow();
            server.answers.get(0).tryEmitValue(grant("one", now().plus(HOUR))).orThrow();

            assertThat(plain).extracting(AccessToken::value).containsExactly("one");
            assertThat(withClaims).extracting(AccessToken::value).containsExactly("two");
            server.gets("two");
        }

        @Test
        void a_second_challenge_is_not_answered_from_memory() {
            server.signIn("one", HOUR);
            server.challenged("{nbf}").subscribe();
            server.signedIn("two", HOUR);

            server.challenged("{nbf}").subscribe();

            assertThat(server.asked).containsExactly("", "{nbf}", "{nbf}");
        }

        @Test
        void the_old_one_does_not_come_back_when_the_sign_in_fails() {
            server.signIn("one", HOUR);

            StepVerifier.create(server.challenged("{nbf}"))
                    .then(() -> server.refused(new Denied("interaction required", "{acrs}")))
                    .verifyErrorMatches(error -> ((Denied) error).claims().equals("{acrs}"));

            StepVerifier.create(server.wanted()).verifyError(Denied.class);
        }
    }
}
