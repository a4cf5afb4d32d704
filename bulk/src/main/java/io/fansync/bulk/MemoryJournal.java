package io.fansync.bulk;

import io.fansync.Connector;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Remembers while this process lives. */
final class MemoryJournal implements Journal, Journal.Session {

    private final AtomicBoolean inUse = new AtomicBoolean();
    private final Map<Connector, JournalState> states = new HashMap<>();
    private final Map<String, Entry.Learnt> learnt = new HashMap<>();
    private @Nullable JournalHeader header;

    @Override
    public Mono<Session> open(Job about) {
        return Mono.fromCallable(() -> {
            if (!inUse.compareAndSet(false, true)) {
                throw new JournalException("The journal is in use by another run; give each run its own");
            }
            try {
                header = header == null ? JournalHeader.of(about, Instant.now()) : header;
                header.check("The journal", about);
            } catch (JournalException another) {
                inUse.set(false);
                throw another;
            }
            return this;
        });
    }

    @Override
    public Past past(Connector connector) {
        JournalState state = states.get(connector);
        return state == null ? Past.NONE : state.past();
    }

    @Override
    public Optional<Entry.Learnt> learnt(String tenant) {
        return Optional.ofNullable(learnt.get(tenant));
    }

    @Override
    public Mono<Void> append(List<Entry> entries) {
        return Mono.fromRunnable(() -> entries.forEach(this::remember));
    }

    private void remember(Entry entry) {
        if (entry instanceof Entry.Learnt knowledge) {
            learnt.put(knowledge.tenant(), knowledge);
        } else if (entry instanceof Entry.Step step) {
            states.put(step.connector(), JournalState.after(step));
        }
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> inUse.set(false));
    }
}
