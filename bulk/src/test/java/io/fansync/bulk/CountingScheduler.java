package io.fansync.bulk;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** A scheduler that counts the timers it was asked for. */
final class CountingScheduler implements Scheduler {

    int scheduled;
    int alive;
    int mostAlive;

    private final Scheduler delegate;

    CountingScheduler(Scheduler delegate) {
        this.delegate = delegate;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return delegate.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        scheduled++;
        alive++;
        mostAlive = Math.max(mostAlive, alive);
        Disposable over = Disposables.composite(() -> alive--);
        Disposable timer = delegate.schedule(
                () -> {
                    over.dispose();
                    task.run();
                },
                delay,
                unit);
        return Disposables.composite(timer, over);
    }

    @Override
    public Worker createWorker() {
        return delegate.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
        return delegate.now(unit);
    }
}
