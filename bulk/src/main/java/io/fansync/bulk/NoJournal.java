package io.fansync.bulk;

import io.fansync.Connector;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Remembers nothing. */
enum NoJournal implements Journal, Journal.Session {
    INSTANCE;

    @Override
    public Mono<Session> open(Job job) {
        return Mono.just(this);
    }

    @Override
    public Past past(Connector connector) {
        return Past.NONE;
    }

    @Override
    public Optional<Entry.Learnt> learnt(String tenant) {
        return Optional.empty();
    }

    @Override
    public Mono<Void> append(List<Entry> entries) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
