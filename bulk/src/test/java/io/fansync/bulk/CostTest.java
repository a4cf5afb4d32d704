package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What the engine spends on each connector, in bytes, requests and timers. Time is not looked at. */
class CostTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CONNECTORS = 10_000;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountingScheduler timers = new CountingScheduler(VirtualTimeScheduler.create());

    @Test
    void a_connector_is_a_few_small_objects() {
        BulkSync bulk = unlimited().batch(1);
        run(bulk, 100);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(bulk, 100);

        assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / CONNECTORS)
                .isLessThan(1_500);
    }

    @Test
    void one_request_each_and_no_timer() {
        run(unlimited().batch(1), 1);

        assertThat(requests).hasValue(CONNECTORS);
        assertThat(timers.scheduled).isZero();
    }

    @Test
    void batches_are_full() {
        run(unlimited(), 1);

        assertThat(requests).hasValue(CONNECTORS / 20);
        assertThat(timers.scheduled).isZero();
    }

    private BulkSync unlimited() {
        return BulkSync.over(new AtOnce(), timers).quota(Quota.none());
    }

    private static void run(BulkSync bulk, int tenants) {
        List<Connector> connectors = IntStream.range(0, CONNECTORS)
                .mapToObj(i -> new Connector("tenant-" + i * tenants / CONNECTORS + ".example", "id-" + i))
                .toList();
        assertThat(bulk.sync(Flux.fromIterable(connectors), SyncType.DELTA)
                        .count()
                        .block())
                .isEqualTo(CONNECTORS);
    }

    private final class AtOnce implements ConnectorClient {

        @Override
        public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
            requests.incrementAndGet();
            return Mono.just(new SyncReceipt(connector, type));
        }

        @Override
        public int batchSize() {
            return 20;
        }

        @Override
        public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
            requests.incrementAndGet();
            return Flux.fromIterable(ids).map(id -> new SyncReceipt(new Connector(tenant, id), type));
        }
    }
}
