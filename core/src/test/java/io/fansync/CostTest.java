package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.simulator.GraphSimulator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * What a sync allocates on the event loop, within bounds that a changed dependency or JIT does not cross, but copying the token
 * once more for each request does. Time is not looked at.
 */
class CostTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String LOOP = "weighed";
    private static final int REQUESTS = 100;

    private final Level leaks = ResourceLeakDetector.getLevel();
    private final GraphSimulator.Running graph =
            GraphSimulator.create().connectors(20).noQuota().keepRequests(false).start();
    private final LoopResources loop = LoopResources.create(LOOP, 1, true);
    private final ConnectionProvider pool = ConnectionProvider.create(LOOP, 1);
    private final ConnectorClient client = ConnectorClient.create(
            graph.cloud(),
            TokenSource.fixed("sim.tenant-1.example." + "x".repeat(2_000)),
            HttpClient.create(pool).runOn(loop));

    @BeforeEach
    void without_leak_detection() {
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void close() {
        ResourceLeakDetector.setLevel(leaks);
        graph.close();
        pool.dispose();
        loop.dispose();
    }

    @Test
    void a_sync_allocates_no_more_than_its_exchange() {
        Connector connector = graph.connectors().get(0);

        assertThat(allocatedBy(client.sync(connector, SyncType.DELTA).repeat(REQUESTS - 1)) / REQUESTS)
                .isLessThan(12_000);
    }

    @Test
    void a_batch_allocates_little_for_each_of_its_items() {
        List<String> ids = graph.connectors().stream().map(Connector::id).toList();

        assertThat(allocatedBy(client.syncAll("tenant-1.example", ids, SyncType.DELTA)
                                .repeat(REQUESTS - 1))
                        / REQUESTS
                        / ids.size())
                .isLessThan(1_200);
    }

    /** The second time: the first one loads and links. */
    private static long allocatedBy(Flux<?> syncs) {
        syncs.blockLast();
        long before = allocated();
        syncs.blockLast();
        return allocated() - before;
    }

    private static long allocated() {
        long[] loops = Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(LOOP))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return LongStream.of(THREADS.getThreadAllocatedBytes(loops)).sum();
    }
}
