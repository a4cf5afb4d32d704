package io.fansync.bulk;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.Journal.Job;
import io.fansync.bulk.Journal.Past;
import io.fansync.bulk.Journal.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A run's pen. What one turn of the drain loop has to remember is handed to the journal together; what must not happen before it
 * is remembered happens in a turn after that. Used by the drain loop, but for {@link #open}.
 */
final class Recorder {

    private final Dispatcher dispatcher;
    private final Consumer<Throwable> failed;
    private @Nullable Session session;
    private boolean opening = true;
    private boolean recording;
    private boolean appending;
    private List<Entry> entries = new ArrayList<>();
    private List<Runnable> steps = new ArrayList<>();

    /** @param failed called if the journal cannot be used: from then on nothing is recorded, and nothing waits for it */
    Recorder(Dispatcher dispatcher, Consumer<Throwable> failed) {
        this.dispatcher = dispatcher;
        this.failed = failed;
    }

    /** @param opened called outside of the drain loop */
    void open(Journal journal, Job job, Runnable opened) {
        if (journal == Journal.none()) {
            dispatcher.submit(() -> opening = false);
            opened.run();
            return;
        }
        ask(
                () -> Mono.defer(() -> journal.open(job))
                        .switchIfEmpty(Mono.error(
                                () -> new IllegalStateException("The journal " + journal + " did not open"))),
                session -> {
                    dispatcher.submit(() -> begin(session));
                    opened.run();
                },
                () -> {},
                this::refused);
    }

    private void begin(Session session) {
        this.session = session;
        opening = false;
        recording = true;
    }

    private void refused(Throwable failure) {
        opening = false;
        failed.accept(failure);
    }

    /** True until the journal is open, or is known not to open. */
    boolean isOpening() {
        return opening;
    }

    boolean isRecording() {
        return recording;
    }

    Past past(Connector connector) {
        return read(open -> open.past(connector), Past.NONE);
    }

    void add(Entry entry) {
        if (recording) {
            entries.add(entry);
            dispatcher.records(this);
        }
    }

    /** What an earlier run has learnt of the tenant's quota. */
    Optional<Learnt> learnt(String tenant) {
        return read(
                open -> open.learnt(tenant).map(known -> new Learnt(known.limit(), known.window())), Optional.empty());
    }

    /** A journal that fails to answer stops the run, and is asked and told nothing more. */
    private <T> T read(Function<Session, T> question, T none) {
        if (!recording) {
            return none;
        }
        try {
            return requireNonNull(question.apply(requireNonNull(session)), "The journal answered with a null");
        } catch (Throwable thrown) {
            recording = false;
            dispatcher.submit(() -> failed.accept(thrown));
            return none;
        }
    }

    /** Adds what the lane's gate has learnt since. */
    void learnt(Lane lane) {
        if (recording) {
            lane.news().ifPresent(known -> add(new Entry.Learnt(lane.gate.tenant(), known.limit(), known.window())));
        }
    }

    /** Once all that was added so far is remembered, which may be at once. */
    void then(Runnable step) {
        if (appending || !entries.isEmpty() || !steps.isEmpty()) {
            steps.add(step);
            dispatcher.records(this);
        } else {
            step.run();
        }
    }

    /** At the end of a turn: one append at a time, and what comes meanwhile goes into the next. */
    void flush() {
        if (appending || entries.isEmpty() && steps.isEmpty()) {
            return;
        }
        appending = true;
        List<Entry> remembered = entries;
        List<Runnable> allowed = steps;
        entries = new ArrayList<>(remembered.size());
        steps = new ArrayList<>(allowed.size());
        Session open = requireNonNull(session);
        ask(() -> open.append(remembered), nothing -> {}, () -> appended(allowed), failure -> broken(failure, allowed));
    }

    /** An error of the JVM's, which Reactor throws instead of passing it on, is an answer, too. */
    private <T> void ask(Supplier<Mono<T>> journal, Consumer<T> answered, Runnable done, Consumer<Throwable> refused) {
        Consumer<Throwable> failure = thrown -> dispatcher.submit(() -> refused.accept(thrown));
        try {
            Mono.defer(journal).subscribe(answered, failure, () -> dispatcher.submit(done));
        } catch (Throwable fatal) {
            failure.accept(fatal);
        }
    }

    private void appended(List<Runnable> allowed) {
        appending = false;
        runOnce(allowed);
        dispatcher.records(this);
    }

    /** A journal may answer, and then throw all the same. */
    private static void runOnce(List<Runnable> allowed) {
        allowed.forEach(Runnable::run);
        allowed.clear();
    }

    private void broken(Throwable failure, List<Runnable> waiting) {
        recording = false;
        appending = false;
        entries.clear();
        waiting.addAll(steps);
        steps.clear();
        failed.accept(failure);
        runOnce(waiting);
    }

    /** Lets go of the journal, after all that was added. */
    void close(Runnable closed) {
        Session open = session;
        if (open == null) {
            closed.run();
        } else {
            then(() -> close(open, closed));
        }
    }

    private void close(Session open, Runnable closed) {
        ask(open::close, nothing -> {}, closed, failure -> {
            failed.accept(failure);
            closed.run();
        });
    }
}
