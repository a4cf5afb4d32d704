package io.fansync.bulk;

import io.fansync.ConnectorDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What a {@link BulkSync} was told. Written by {@link #with} only, before anybody else sees it. */
final class Settings implements Cloneable {

    int concurrency = 64;
    int concurrencyPerTenant = Integer.MAX_VALUE;
    Quota quota = Quota.of(100, Duration.ofSeconds(20));
    int batch = 20;
    int maxRetries = 5;
    boolean atMostOnce;
    int lookAhead = 4096;
    Optional<Duration> deadline = Optional.empty();
    Publisher<?> stopWhen = Flux.never();
    Duration grace = Duration.ofSeconds(10);
    Optional<ConnectorDirectory> directory = Optional.empty();
    Optional<Duration> confirm = Optional.empty();
    Journal journal = Journal.none();
    Optional<Duration> progressEvery = Optional.empty();
    Consumer<BulkProgress> progress = snapshot -> {};
    UnaryOperator<Flux<SyncOutcome>> eachRun = UnaryOperator.identity();

    Settings with(Consumer<Settings> change) {
        try {
            Settings copy = (Settings) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
