package io.fansync.bulk;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Everything that waits for a moment, in order, behind a single timer. Used by the {@link Dispatcher}'s drain loop only. */
final class Alarms {

    /** Something that waits for a moment, one at a time. */
    abstract static class Alarm {
        private static final long UNSET = -1;
        private long at = UNSET;
        private long order;

        static Alarm calling(LongConsumer action) {
            return new Alarm() {
                @Override
                void ring(long now) {
                    action.accept(now);
                }
            };
        }

        /** Called by the drain loop when the moment has come. */
        abstract void ring(long now);
    }

    private final Scheduler scheduler;
    private final Runnable onTime;
    private final TreeSet<Alarm> waiting =
            new TreeSet<>(Comparator.<Alarm>comparingLong(a -> a.at).thenComparingLong(a -> a.order));
    private long orders;
    private long timerAt = Long.MAX_VALUE;
    private @Nullable Disposable timer;

    Alarms(Scheduler scheduler, Runnable onTime) {
        this.scheduler = scheduler;
        this.onTime = onTime;
    }

    void set(Alarm alarm, long at) {
        cancel(alarm);
        alarm.at = at;
        alarm.order = orders++;
        waiting.add(alarm);
    }

    void cancel(Alarm alarm) {
        if (alarm.at != Alarm.UNSET) {
            waiting.remove(alarm);
            alarm.at = Alarm.UNSET;
        }
    }

    /** Rings what is due. */
    void ring(long now) {
        while (!waiting.isEmpty() && waiting.first().at <= now) {
            Alarm due = waiting.pollFirst();
            due.at = Alarm.UNSET;
            due.ring(now);
        }
    }

    /** Sets the timer to the earliest alarm, if it is not there already; a scheduler that was disposed has lost it, and says so. */
    void wind(long now) {
        long earliest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().at;
        if (earliest == timerAt && !scheduler.isDisposed()) {
            return;
        }
        unwound();
        if (earliest != Long.MAX_VALUE) {
            timer = scheduler.schedule(onTime, Math.max(0, earliest - now), TimeUnit.NANOSECONDS);
            timerAt = earliest;
        }
    }

    /** The timer has gone off, be it late, early or one that was to be disposed of. */
    void unwound() {
        if (timer != null) {
            timer.dispose();
        }
        timerAt = Long.MAX_VALUE;
        timer = null;
    }
}
