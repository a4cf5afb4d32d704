package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.simulator.GraphSimulator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** What a run over HTTP takes of threads, connections and Netty's buffers, and gives back. Time is not looked at. */
class FootprintTest {

    private static final TokenSource TOKENS =
            TokenSource.byTenant(tenant -> TokenSource.fixed("sim." + tenant + ".test"));

    private static final int LOOPS = 2;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final LoopResources loops = LoopResources.create("counted-loop", LOOPS, true);
    private final Scheduler timer = Schedulers.newSingle("counted-timer", true);
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(10).connectors(100).noQuota().start();
    private final ConnectorClient client = ConnectorClient.create(
            graph.cloud(), TOKENS, http -> http.runOn(loops).option(ChannelOption.ALLOCATOR, buffers));

    @AfterEach
    void close() {
        client.close();
        graph.close();
        timer.dispose();
        loops.dispose();
    }

    @Test
    void a_run_needs_the_event_loops_and_one_timer() {
        Set<Thread> before = threads();
        Set<Thread> atWork = ConcurrentHashMap.newKeySet();

        sync(20).doOnNext(outcome -> atWork.add(Thread.currentThread())).blockLast();

        assertThat(atWork)
                .extracting(Thread::getName)
                .hasSizeLessThanOrEqualTo(LOOPS)
                .allMatch(name -> name.startsWith("counted-loop"));
        assertThat(threads())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .singleElement()
                .asString()
                .startsWith("counted-timer");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void a_run_holds_no_buffer_when_it_is_over(int batch) {
        sync(batch).blockLast();
        client.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(10)).block();

        assertThat(buffers.metric().usedDirectMemory()).isZero();
        assertThat(buffers.metric().usedHeapMemory()).isZero();
    }

    private Flux<SyncOutcome> sync(int batch) {
        return BulkSync.over(client, timer)
                .batch(batch)
                .quota(Quota.none())
                .progress(Duration.ofSeconds(1), progress -> {})
                .sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA);
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }
}
