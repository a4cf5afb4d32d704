package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;

import io.fansync.Connector;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/** A Graph on virtual time, a bulk sync over it, and what tests of runs have in common. */
abstract class VirtualRun {

    static final Connector ONE = new Connector("contoso.com", "one");
    static final Unavailable AMBIGUOUS = new Unavailable("504", true);
    static final Unavailable NOT_SENT = new Unavailable("connection refused", false);

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final FakeGraph graph = new FakeGraph(time);
    final BulkSync bulk = BulkSync.over(graph, time);

    TestSubscriber<SyncOutcome> run(BulkSync bulk, Publisher<Connector> source) {
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        bulk.sync(source, SyncType.DELTA).subscribe(outcomes);
        return outcomes;
    }

    TestSubscriber<SyncOutcome> run(Connector... connectors) {
        return run(bulk, Flux.just(connectors));
    }

    static List<Connector> tenants(int tenants, int connectorsEach) {
        return IntStream.range(0, tenants)
                .boxed()
                .flatMap(t -> connectors("tenant-" + t + ".example", connectorsEach).stream())
                .toList();
    }

    static Duration lastAccepted(FakeGraph graph, String tenant) {
        return graph.callsOf(tenant).stream()
                .filter(call -> call.answer() instanceof SyncReceipt)
                .map(FakeGraph.Call::at)
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
