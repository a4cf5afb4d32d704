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

    private final Sinks.Empty<Void> signal = Sinks.empty();
    private final ObjectProvider<BulkSync> bulk;
    private final Duration grace;
    private volatile boolean running;

    Shutdown(ObjectProvider<BulkSync> bulk, Duration grace) {
        this.bulk = bulk;
        this.grace = grace;
    }

    Publisher<?> signal() {
        return signal.asMono();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable stopped) {
        running = false;
        signal.tryEmitEmpty();
        Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .map(tick -> bulk.getObject().load())
                .takeUntil(Shutdown::isDone)
                .take(grace)
                .doFinally(end -> stopped.run())
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
