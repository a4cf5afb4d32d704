package io.fansync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A cell in virtual time, and the sign-in server behind it, which answers when it is told to. */
final class ScriptedSignIn implements AutoCloseable {

    static final Duration HOUR = Duration.ofHours(1);

    final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

    /** The claims of each sign-in, empty if there were none. */
    final List<String> asked = new ArrayList<>();

    final List<Sinks.One<Grant>> answers = new ArrayList<>();

    final TokenCell cell = new TokenCell(claims -> {
        asked.add(claims);
        Sinks.One<Grant> answer = Sinks.one();
        answers.add(answer);
        return answer.asMono();
    });

    ScriptedSignIn() {
        time.advanceTimeBy(Duration.ofDays(20_000));
    }

    /** Back to real time. */
    @Override
    public void close() {
        VirtualTimeScheduler.reset();
    }

    Mono<AccessToken> wanted() {
        return challenged("");
    }

    Mono<AccessToken> challenged(String claims) {
        return Mono.defer(() -> cell.token(claims));
    }

    void gets(String value) {
        StepVerifier.create(wanted().map(AccessToken::value)).expectNext(value).verifyComplete();
    }

    void signIn(String value, Duration lifetime) {
        wanted().subscribe();
        signedIn(value, lifetime);
    }

    void signedIn(String value, Duration lifetime) {
        land(grant(value, now().plus(lifetime)));
    }

    void land(Grant grant) {
        answers.get(answers.size() - 1).tryEmitValue(grant).orThrow();
    }

    void refuse(Throwable error) {
        wanted().subscribe(token -> {}, failure -> {});
        refused(error);
    }

    void refused(Throwable error) {
        answers.get(answers.size() - 1).tryEmitError(error).orThrow();
    }

    static Grant grant(String value, Instant expiresAt) {
        return new Grant(new AccessToken(value, expiresAt), expiresAt);
    }

    static Instant now() {
        return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
    }
}
