package io.fansync.bulk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A {@link Journal} in a file of lines that people can read: a word, fields, a checksum. A line is handed to the operating system
 * before what it tells of goes on, so that it survives this process, and is on the disk within 50 milliseconds.
 *
 * <p>What a power failure tore is cut off. A journal that is opened again is shortened: a connector that is settled for good then
 * takes 50 bytes at most. It keeps one thread of its own while it is open.
 */
public final class FileJournal implements Journal {

    private static final int CHUNK = 1 << 16;

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
        return Mono.defer(() -> {
            Scheduler thread = threads.get();
            return Mono.fromCallable(() -> start(job, thread))
                    .subscribeOn(thread)
                    .doOnError(failure -> thread.disposeGracefully().subscribe());
        });
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
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }
}
