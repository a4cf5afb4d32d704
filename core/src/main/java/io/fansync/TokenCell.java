package io.fansync;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Keeps one token. Whoever needs it asks here; whatever the number of those who ask, at most one sign-in is under way, and
 * nobody waits for it while the token that is there still serves. A refusal is kept as well, for seconds.
 *
 * <p>It has no timer: the first to ask in the last minutes of a token sets the next sign-in off.
 */
final class TokenCell {

    /** How long before its end a token is refreshed, unless it is short-lived or the server named an earlier time. */
    private static final Duration LEAD = Duration.ofMinutes(10);

    /** How long before its end a token is no longer given out, lest it end on the request's way; less if it is short-lived. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final State EMPTY = new State(new Answer(Mono.never(), false, Long.MIN_VALUE, Long.MIN_VALUE), null);

    private final Function<String, Mono<Grant>> signIn;
    private final AtomicReference<State> state = new AtomicReference<>(EMPTY);

    /** @param signIn given the claims that the token must satisfy, or an empty string, signs in */
    TokenCell(Function<String, Mono<Grant>> signIn) {
        this.signIn = signIn;
    }

    /** The answer as of now: to be subscribed to at once. With claims, the token that was served before is dropped. */
    Mono<AccessToken> token(String claims) {
        while (true) {
            long now = now();
            State seen = state.get();
            if (seen.serves(claims, now)) {
                return seen.answer.token;
            }
            if (seen.flight != null && seen.flight.suits(claims)) {
                return seen.flight.token;
            }
            Flight flight = new Flight(claims);
            Answer old = claims.isEmpty() ? seen.answer : EMPTY.answer;
            if (state.compareAndSet(seen, new State(old, flight))) {
                return old.serves(now) ? refresh(old, flight) : flight.token;
            }
        }
    }

    private static Mono<AccessToken> refresh(Answer old, Flight flight) {
        flight.token.subscribe(refreshed -> {}, failure -> {}); // a failure shows once the old token has ended
        return old.token;
    }

    /** True if there is nothing in it that a new cell would not have. */
    boolean isSpent() {
        State seen = state.get();
        return seen.flight == null && !seen.answer.serves(now());
    }

    private static long now() {
        return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
    }

    private void land(Flight flight, Function<Answer, Answer> outcome) {
        state.updateAndGet(seen -> seen.flight == flight ? new State(outcome.apply(seen.answer), null) : seen);
    }

    private record State(Answer answer, @Nullable Flight flight) {

        boolean serves(String claims, long now) {
            boolean fresh = now < answer.askAgainAt && (claims.isEmpty() || answer.refusal);
            return fresh || flight != null && claims.isEmpty() && answer.serves(now);
        }
    }

    /** One sign-in, shared. A later one for other claims takes its place; then it still serves those who wait for it. */
    private final class Flight {

        final String claims;
        final Mono<AccessToken> token;

        Flight(String claims) {
            this.claims = claims;
            // cache() keeps signing in when those who wait cancel; the Context of the first of them stays out of it.
            this.token = Mono.defer(() -> signIn.apply(claims))
                    .single()
                    .contextWrite(context -> Context.empty())
                    .doOnNext(grant -> land(this, old -> Answer.of(grant, now())))
                    .doOnError(error -> land(this, old -> old.after(error, now())))
                    .map(Grant::token)
                    .cache();
        }

        boolean suits(String wanted) {
            return wanted.isEmpty() || wanted.equals(claims);
        }
    }

    /**
     * A token or a refusal.
     *
     * @param askAgainAt until when it is given to everyone without further ado, in epoch milliseconds like the other
     * @param endsAt until when it is given to those who would otherwise have to wait
     */
    private record Answer(Mono<AccessToken> token, boolean refusal, long askAgainAt, long endsAt) {

        static Answer of(Grant grant, long now) {
            long expiresAt = grant.token().expiresAt().toEpochMilli();
            long left = expiresAt - now;
            long earliest = Math.min(grant.refreshAt().toEpochMilli(), expiresAt - Math.min(LEAD.toMillis(), left / 5));
            long jitter = (long) (ThreadLocalRandom.current().nextDouble() * (expiresAt - earliest) / 10);
            long endsAt = expiresAt - Math.min(MARGIN.toMillis(), left / 20);
            return new Answer(Mono.just(grant.token()), false, earliest + jitter, endsAt);
        }

        boolean serves(long now) {
            return now < endsAt;
        }

        /** A failed refresh leaves the old token in place: the nearer its end, the sooner the next attempt. */
        Answer after(Throwable failure, long now) {
            long pause = pause(failure).toMillis();
            if (serves(now)) {
                return new Answer(token, false, now + Math.max(pause, (endsAt - now) / 10), endsAt);
            }
            return new Answer(refusal(failure, now + pause), true, now + pause, now + pause);
        }

        private static Mono<AccessToken> refusal(Throwable failure, long until) {
            if (failure instanceof SyncException.Throttled throttled) {
                return Mono.error(() -> throttled.retryAfter(Duration.ofMillis(Math.max(0, until - now()))));
            }
            return Mono.error(failure);
        }

        private static Duration pause(Throwable failure) {
            if (failure instanceof SyncException.Throttled throttled) {
                return throttled.retryAfter().isZero() ? Duration.ofSeconds(5) : throttled.retryAfter();
            }
            return Duration.ofSeconds(failure instanceof SyncException.Denied ? 10 : 2);
        }
    }
}
