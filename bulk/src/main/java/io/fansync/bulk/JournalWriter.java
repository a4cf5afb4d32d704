package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.Journal.Entry.Learnt;
import io.fansync.bulk.Journal.Past;
import io.fansync.bulk.Journal.Session;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/** A file journal in the hands of a run. Its thread writes, and forces to the disk in groups what it wrote. */
final class JournalWriter implements Session {

    private static final long FORCE_AFTER_MILLIS = 50;

    private final Path path;
    private final JournalContents earlier;
    private final boolean forceSent;
    private final Disk.Appender out;
    private final Closeable lock;
    private final Scheduler thread;

    private final Digest digest = new Digest();

    // What follows is the thread's.
    private final EntryLines lines = new EntryLines();
    private boolean forceDue;
    private @Nullable JournalException broken;

    JournalWriter(
            Path path,
            JournalContents earlier,
            boolean forceSent,
            Disk.Appender out,
            Closeable lock,
            Scheduler thread) {
        this.path = path;
        this.earlier = earlier;
        this.forceSent = forceSent;
        this.out = out;
        this.lock = lock;
        this.thread = thread;
    }

    @Override
    public Past past(Connector connector) {
        if (earlier.index().size() == 0) {
            return Past.NONE;
        }
        digest.of(connector);
        JournalState state = earlier.index().get(digest);
        return state == null ? Past.NONE : state.past();
    }

    @Override
    public Optional<Learnt> learnt(String tenant) {
        return earlier.learnt(tenant);
    }

    @Override
    public Mono<Void> append(List<Entry> entries) {
        return Mono.create(sink -> thread.schedule(() -> append(entries, sink)));
    }

    private void append(List<Entry> entries, MonoSink<Void> sink) {
        try {
            boolean sent = false;
            lines.at(thread.now(TimeUnit.MILLISECONDS));
            for (Entry entry : entries) {
                lines.add(entry);
                sent |= entry instanceof Entry.Sent;
            }
            write(sent && forceSent);
        } catch (Throwable failure) {
            sink.error(failure);
            return;
        }
        sink.success();
    }

    private void write(boolean durably) {
        checked(() -> out.write(lines.take()));
        if (durably) {
            force();
        } else if (!forceDue) {
            forceDue = true;
            thread.schedule(this::forceGroup, FORCE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Who finds out that this failed is who comes next. */
    private void forceGroup() {
        try {
            force();
        } catch (JournalException kept) {
            // It is in `broken`.
        }
    }

    private void force() {
        forceDue = false;
        checked(out::force);
    }

    private interface Work {
        void run() throws IOException;
    }

    private void checked(Work work) {
        if (broken == null) {
            try {
                work.run();
            } catch (IOException e) {
                broken = JournalFile.failure("write", path, e);
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public Mono<Void> close() {
        return Mono.<Void>create(sink -> thread.schedule(() -> {
                    try {
                        closeAll();
                        sink.success();
                    } catch (Throwable failure) {
                        sink.error(failure);
                    }
                }))
                .doFinally(signal -> thread.disposeGracefully().subscribe());
    }

    private void closeAll() {
        try (lock;
                out) {
            force();
        } catch (IOException e) {
            throw JournalFile.failure("close", path, e);
        }
    }
}
