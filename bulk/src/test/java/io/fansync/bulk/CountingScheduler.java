package io.fansync.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A scheduler that counts the timers it was asked for. */
final class CountingScheduler implements Scheduler {

    int scheduled;

    private final Scheduler delegate;
    private final List<Disposable> timers = new ArrayList<>();

    CountingScheduler(Scheduler delegate) {
        this.delegate = delegate;
    }

    long alive() {
        return timers.stream().filter(timer -> !timer.isDisposed()).count();
    }

    @Override
    public Disposable schedule(Runnable task) {
        return delegate.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        scheduled++;
        Disposable[] timer = new Disposable[1];
        timer[0] = delegate.schedule(
                () -> {
                    timer[0].dispose();
                    task.run();
                },
                delay,
                unit);
        timers.add(timer[0]);
        return timer[0];
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
