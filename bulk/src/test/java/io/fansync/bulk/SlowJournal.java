package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Journal.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A journal that acknowledges when the test says so. */
class SlowJournal implements Journal, Session {

    final List<Entry> entries = new ArrayList<>();
    boolean closed;
    private Sinks.Empty<Void> appended = Sinks.empty();

    /** What was appended last is on the disk. */
    void acknowledge() {
        appended.tryEmitEmpty();
    }

    void fail(JournalException failure) {
        appended.tryEmitError(failure);
    }

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
    public Mono<Void> append(List<Entry> more) {
        entries.addAll(more);
        appended = Sinks.empty();
        return appended.asMono();
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> closed = true);
    }
}
