package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.SyncType;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A {@link Journal} in a file of lines that people can read: a word, fields, a checksum. A line is handed to the operating system
 * before what it tells of goes on, so that it survives this process, and is on the disk within 50 milliseconds.
 *
 * <p>What a power failure tore is cut off. A journal that is opened again is shortened: a connector that is settled for good then
 * takes 45 bytes at most. It keeps one thread of its own while it is open.
 */
public final class FileJournal implements Journal {

    private final JournalFile file;
    private final Supplier<Scheduler> threads;

    FileJournal(Path path) {
        this(new JournalFile(path, LocalDisk.INSTANCE), FileJournal::thread);
    }

    FileJournal(JournalFile file, Supplier<Scheduler> threads) {
        this.file = file;
        this.threads = threads;
    }

    private static Scheduler thread() {
        return Schedulers.newSingle(work -> {
            Thread thread = new Thread(work, "fansync-journal");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Mono<Session> open(Job job) {
        return Mono.create(sink -> {
            Scheduler thread = threads.get();
            thread.schedule(() -> {
                try {
                    sink.success(start(job, thread));
                } catch (Throwable failure) { // as in `blocking`
                    thread.disposeGracefully().subscribe();
                    sink.error(failure);
                }
            });
        });
    }

    /**
     * Writes the whole input down, so that it need not be given again: from then on a resume takes it from {@link #unsettled}.
     *
     * <p><b>Each subscription</b> writes a journal anew, and completes once all of it is on the disk.
     *
     * <p><b>Errors:</b> {@link JournalException}, also if there is one with a run in it already.
     *
     * <p><b>Cancelling</b> leaves an input without its end, which {@link #overview} tells.
     *
     * <p><b>Threads:</b> reads the input, and completes, on {@link Schedulers#boundedElastic()}.
     *
     * @param input each connector once
     */
    public Mono<Void> plan(Job job, Iterable<Connector> input) {
        return blocking(sink -> file.plan(JournalHeader.of(job, Instant.now()), input))
                .then();
    }

    /**
     * What is in it.
     *
     * <p><b>Each subscription</b> reads it once, also while a run writes it; empty if there is none.
     *
     * <p><b>Errors:</b> {@link JournalException}.
     *
     * <p><b>Cancelling</b> has no effect.
     *
     * <p><b>Threads:</b> signals on {@link Schedulers#boundedElastic()}.
     */
    public Mono<Overview> overview() {
        return FileJournal.<JournalContents>blocking(sink -> sink.next(file.read()))
                .singleOrEmpty()
                .mapNotNull(JournalContents::overview);
    }

    /**
     * The connectors of the {@linkplain #plan planned} input that are not settled for good, in the order of the input.
     *
     * <p><b>Each subscription</b> reads it twice, and emits as fast as it reads. <b>Errors:</b> {@link JournalException}. <b>Cancelling</b>
     * has no effect on the reading. <b>Threads:</b> signals on {@link Schedulers#boundedElastic()}.
     */
    public Flux<Connector> unsettled() {
        return blocking(sink -> file.unsettled(sink::next));
    }

    /** Reactor would keep an OutOfMemoryError from those who wait. */
    private static <T> Flux<T> blocking(Consumer<FluxSink<T>> work) {
        return Flux.<T>create(sink -> {
                    try {
                        work.accept(sink);
                        sink.complete();
                    } catch (Throwable failure) {
                        sink.error(failure);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /**
     * What a journal comes to.
     *
     * @param input how many connectors were planned; empty if not all of them were written down
     * @param inputHash tells one input from another, whatever the order; empty as {@code input} is
     * @param outcomes of the connectors that have one
     * @param retriable how many of the failed failed for a reason that may be gone
     * @param unanswered how many were sent, and nobody knows what came of it: in flight, or so when a run was killed
     * @param open how many more have no outcome, of those that were planned or sent
     */
    public record Overview(
            SyncType type,
            Optional<URI> graph,
            Instant startedAt,
            OptionalLong input,
            String inputHash,
            SyncTally outcomes,
            long retriable,
            long unanswered,
            long open) {

        /** How many connectors have no outcome; only where there are none has a run come to its end. */
        public long left() {
            return unanswered + open;
        }

        /** The outcomes that a resume leaves as they are. */
        public SyncTally settled() {
            return new SyncTally(
                    outcomes.accepted(),
                    outcomes.confirmed(),
                    outcomes.unconfirmed(),
                    0,
                    outcomes.failed() - retriable,
                    0,
                    0);
        }
    }

    /** As {@link Overview#inputHash}. */
    public static String hash(Iterable<Connector> input) {
        InputHash hash = new InputHash();
        Digest digest = new Digest();
        input.forEach(connector -> {
            digest.of(connector);
            hash.add(digest);
        });
        return hash.text();
    }

    private Session start(Job job, Scheduler thread) throws IOException {
        Closeable lock = file.lock();
        try {
            JournalContents earlier = file.read();
            Disk.Appender out;
            if (earlier.header() == null) {
                out = file.create(JournalHeader.of(job, Instant.ofEpochMilli(thread.now(TimeUnit.MILLISECONDS))));
            } else {
                earlier.header().check(file.path().toString(), job);
                out = file.goOn(earlier);
            }
            return new JournalWriter(file.path(), earlier, job.atMostOnce(), out, lock, thread);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }
}
