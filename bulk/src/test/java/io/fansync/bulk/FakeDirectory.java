package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.ConnectorDetails.Status;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Tells of the syncs that a {@link FakeGraph} did, some time after, and refuses what goes beyond the limit to all requests. */
final class FakeDirectory implements ConnectorDirectory {

    /** One reading as the server saw it. */
    record Read(Connector connector, Duration at) {}

    final List<Read> reads = new ArrayList<>();
    long refusals;

    private final FakeGraph graph;
    private final VirtualTimeScheduler time;
    private final Map<Connector, Status> statuses = new HashMap<>();
    private final Map<Connector, Deque<SyncException>> scripts = new HashMap<>();
    private Duration syncDelay = Duration.ofSeconds(5);
    private int limit = Integer.MAX_VALUE;

    private @Nullable SyncException always;

    FakeDirectory(FakeGraph graph, VirtualTimeScheduler time) {
        this.graph = graph;
        this.time = time;
    }

    FakeDirectory syncDelay(Duration delay) {
        syncDelay = delay;
        return this;
    }

    FakeDirectory status(Connector connector, Status status) {
        statuses.put(connector, status);
        return this;
    }

    /** How many requests, reads and writes, it allows in 20 seconds; for all tenants together. */
    FakeDirectory limit(int requests) {
        limit = requests;
        return this;
    }

    /** The answers to the connector's first readings. */
    FakeDirectory answers(Connector connector, SyncException... refusals) {
        scripts.put(connector, new ArrayDeque<>(List.of(refusals)));
        return this;
    }

    FakeDirectory always(SyncException refusal) {
        always = refusal;
        return this;
    }

    @Override
    public Flux<ConnectorDetails> list(String tenant) {
        return Flux.error(new UnsupportedOperationException("not needed"));
    }

    @Override
    public Mono<ConnectorDetails> get(Connector connector) {
        return Mono.delay(Duration.ofMillis(25), time)
                .map(there -> arrived(connector))
                .delayElement(Duration.ofMillis(25), time);
    }

    private ConnectorDetails arrived(Connector connector) {
        Duration now = graph.now();
        Deque<SyncException> script = scripts.getOrDefault(connector, new ArrayDeque<>());
        boolean full = limit < Integer.MAX_VALUE && inWindow(now) >= limit;
        reads.add(new Read(connector, now));
        if (!script.isEmpty()) {
            throw script.remove();
        }
        if (always != null) {
            throw always;
        }
        if (full) {
            refusals++;
            throw new Throttled("429", Duration.ZERO);
        }
        Optional<Instant> last = graph.done.getOrDefault(connector, List.of()).stream()
                .map(syncDelay::plus)
                .filter(at -> at.compareTo(now) <= 0)
                .max(Duration::compareTo)
                .map(at -> Instant.EPOCH.plus(at));
        Status status = statuses.getOrDefault(connector, Status.CONNECTED);
        return new ConnectorDetails(connector, last, status, ExchangeConnectorType.ON_PREMISES, "", "", "", "", "", "");
    }

    private long inWindow(Duration now) {
        Duration from = now.minusSeconds(20);
        return newerThan(from, reads, Read::at) + newerThan(from, graph.calls, FakeGraph.Call::at);
    }

    /** The list is in the order of time: counts from its end. */
    private static <T> long newerThan(Duration from, List<T> list, Function<T, Duration> at) {
        int i = list.size();
        while (i > 0 && at.apply(list.get(i - 1)).compareTo(from) > 0) {
            i--;
        }
        return list.size() - i;
    }
}
