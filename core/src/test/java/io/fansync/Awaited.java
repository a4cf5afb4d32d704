package io.fansync;

import static java.util.Objects.requireNonNull;

import reactor.core.publisher.Mono;

/** What a Mono brings, for tests that need it to go on. */
final class Awaited {

    private Awaited() {}

    static <T> T awaited(Mono<T> mono) {
        return requireNonNull(mono.block());
    }
}
