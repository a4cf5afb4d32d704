package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Journal.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A journal that acknowledges when the test says so. */
final class SlowJournal implements Journal, Session {

    final List<Entry> entries = new ArrayList<>();
    boolean closed;
    private final Deque<Sinks.Empty<Void>> appended = new ArrayDeque<>();

    /** All that was appended so far is on the disk. */
    void acknowledge() {
        for (int n = appended.size(); n > 0; n--) {
            appended.remove().tryEmitEmpty();
        }
    }

    void fail(JournalException failure) {
        for (int n = appended.size(); n > 0; n--) {
            appended.remove().tryEmitError(failure);
        }
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
        Sinks.Empty<Void> written = Sinks.empty();
        appended.add(written);
        return written.asMono();
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> closed = true);
    }
}
