package io.fansync.spring;

import io.fansync.bulk.BulkLoad;
import io.fansync.bulk.BulkSync;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Stops the runs when the application shuts down, before anything else is stopped, and waits while what is in flight settles: a
 * web server that is stopped after it still has the last outcomes to send.
 */
final class Shutdown implements SmartLifecycle {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Sinks.Many<Boolean> stopped = Sinks.many().replay().latestOrDefault(false);
    private final ObjectProvider<BulkSync> bulk;
    private final Duration grace;
    private volatile boolean running;

    Shutdown(ObjectProvider<BulkSync> bulk, Duration grace) {
        this.bulk = bulk;
        this.grace = grace;
    }

    /** Signals when the application is stopped, or at once while it is; it may be started again. */
    Publisher<?> signal() {
        return stopped.asFlux().filter(Boolean::booleanValue);
    }

    @Override
    public void start() {
        stopped.tryEmitNext(false);
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        stopped.tryEmitNext(true);
        Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .map(tick -> bulk.getObject().load())
                .takeUntil(Shutdown::isDone)
                .take(grace)
                .doFinally(end -> done.run())
                .subscribe();
    }

    private static boolean isDone(BulkLoad load) {
        return load.inFlight() == 0 && load.waiting() == 0;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
