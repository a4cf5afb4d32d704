package io.fansync.bulk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A scheduler on a machine whose clock is set: what measures time goes on, what tells the time of day jumps. */
final class JumpingClock implements Scheduler {

    private final Scheduler steady;
    private Duration ahead = Duration.ofDays(1);

    JumpingClock(Scheduler steady) {
        this.steady = steady;
    }

    void jump(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public long now(TimeUnit unit) {
        return unit == TimeUnit.NANOSECONDS ? steady.now(unit) : steady.now(unit) + unit.convert(ahead);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return steady.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return steady.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return steady.createWorker();
    }
}
