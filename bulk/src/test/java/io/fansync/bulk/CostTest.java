package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final AtomicInteger requests = new AtomicInteger();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final CountingScheduler timers = new CountingScheduler(time);

    @Test
    void a_connector_is_a_few_small_objects() {
        BulkSync bulk = unlimited(Duration.ZERO).batch(1);
        run(bulk, 100);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(bulk, 100);

        assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / CONNECTORS)
                .isLessThan(1_400);
    }

    @Test
    void one_request_each_and_no_timer() {
        run(unlimited(Duration.ZERO).batch(1), 1);

        assertThat(requests).hasValue(CONNECTORS);
        assertThat(timers.scheduled).isZero();
    }

    @Test
    void batches_carry_nearly_as_many_as_they_can_once_the_tenants_are_known() {
        BulkSync bulk = unlimited(LATENCY);
        for (int round = 0; round < 5; round++) {
            requests.set(0);
            runInTime(bulk);
        }

        assertThat(requests).hasValueLessThan(CONNECTORS / 20 * 5 / 4);
        assertThat(timers.scheduled).isZero();
    }

    private void runInTime(BulkSync bulk) {
        AtomicLong settled = new AtomicLong();
        bulk.sync(Flux.fromIterable(connectors(20)), SyncType.DELTA).subscribe(outcome -> settled.incrementAndGet());
        while (settled.get() < CONNECTORS) {
            time.advanceTimeBy(LATENCY);
        }
    }

    private BulkSync unlimited(Duration latency) {
        return BulkSync.over(new Answering(latency), timers).quota(Quota.none());
    }

    private static void run(BulkSync bulk, int tenants) {
        assertThat(bulk.sync(Flux.fromIterable(connectors(tenants)), SyncType.DELTA)
                        .count()
                        .block())
                .isEqualTo(CONNECTORS);
    }

    private static List<Connector> connectors(int tenants) {
        return IntStream.range(0, CONNECTORS)
                .mapToObj(i -> new Connector("tenant-" + i * tenants / CONNECTORS + ".example", "id-" + i))
                .toList();
    }

    private final class Answering implements ConnectorClient {

        private final Duration latency;

        Answering(Duration latency) {
            this.latency = latency;
        }

        @Override
        public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
            requests.incrementAndGet();
            Mono<SyncReceipt> receipt = Mono.just(new SyncReceipt(connector, type));
            return latency.isZero() ? receipt : receipt.delayElement(latency, time);
        }

        @Override
        public int batchSize() {
            return 20;
        }

        @Override
        public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
            requests.incrementAndGet();
            return Flux.fromIterable(ids)
                    .map(id -> new SyncReceipt(new Connector(tenant, id), type))
                    .delaySequence(latency, time)
                    .cast(SyncAnswer.class);
        }
    }
}
