package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Real threads: sources, answers, demand and cancelling all meet in the drain loop at once. */
@Timeout(60)
class DrainStressTest {

    private static final int RUNS = 12;
    private static final int CONNECTORS = 400;

    private final Scheduler threads = Schedulers.newParallel("stress", 8);

    @AfterEach
    void dispose() {
        threads.dispose();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void each_run_ends_with_one_outcome_for_each_connector_whatever_the_others_do(long seed) throws Exception {
        BulkSync bulk = BulkSync.over(answersOnAnyThread(seed))
                .concurrency(16)
                .quota(Quota.of(1_000_000, Duration.ofSeconds(1)))
                .maxRetries(0);
        CountDownLatch ends = new CountDownLatch(RUNS);
        List<OneByOne> runs = IntStream.range(0, RUNS)
                .mapToObj(run -> new OneByOne(run % 3 == 2 ? 1 + run * 10 : Integer.MAX_VALUE, ends))
                .toList();

        for (int run = 0; run < RUNS; run++) {
            bulk.sync(source(run), SyncType.DELTA).subscribe(runs.get(run));
        }

        assertThat(ends.await(30, TimeUnit.SECONDS)).as("all have ended").isTrue();
        assertThat(runs).filteredOn(run -> !run.cancels()).allSatisfy(run -> {
            assertThat(run.failure).isNull();
            assertThat(run.seen).hasSize(CONNECTORS);
            assertThat(run.received).hasValue(CONNECTORS);
        });
        assertThat(runs)
                .filteredOn(OneByOne::cancels)
                .allSatisfy(run -> assertThat(run.received).hasValue(run.cancelAfter));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_signal_is_missed_where_no_other_follows_that_would_make_up_for_it(long seed) throws Exception {
        int alone = 5_000;
        CountDownLatch ends = new CountDownLatch(alone);

        for (int run = 0; run < alone; run++) {
            BulkSync.over(answersOnAnyThread(seed + run))
                    .maxRetries(0)
                    .sync(Flux.fromIterable(connectors("contoso.com", 2)).publishOn(threads), SyncType.DELTA)
                    .subscribe(new OneByOne(Integer.MAX_VALUE, ends));
        }

        assertThat(ends.await(20, TimeUnit.SECONDS)).as("all have ended").isTrue();
    }

    private Flux<Connector> source(int run) {
        return Flux.fromIterable(connectors("tenant-" + run % 4 + ".example", CONNECTORS))
                .publishOn(threads);
    }

    private ConnectorClient answersOnAnyThread(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return (connector, type) -> {
            boolean fails = random.nextInt(10) == 0;
            Mono<SyncReceipt> answer = Mono.fromCallable(() -> {
                if (fails) {
                    throw new Unavailable("504", true);
                }
                return new SyncReceipt(connector, type);
            });
            return random.nextBoolean() ? answer.subscribeOn(threads) : answer;
        };
    }

    /** Asks for the next outcome on another thread than the one that brought the last. */
    private final class OneByOne extends BaseSubscriber<SyncOutcome> {

        final Set<Connector> seen = ConcurrentHashMap.newKeySet();
        final AtomicInteger received = new AtomicInteger();
        final int cancelAfter;

        volatile @Nullable Throwable failure;

        private final CountDownLatch ends;

        OneByOne(int cancelAfter, CountDownLatch ends) {
            this.cancelAfter = cancelAfter;
            this.ends = ends;
        }

        boolean cancels() {
            return cancelAfter != Integer.MAX_VALUE;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            threads.schedule(() -> request(1));
        }

        @Override
        protected void hookOnNext(SyncOutcome outcome) {
            seen.add(outcome.connector());
            if (received.incrementAndGet() == cancelAfter) {
                cancel();
            } else {
                threads.schedule(() -> request(1));
            }
        }

        @Override
        protected void hookOnError(Throwable throwable) {
            failure = throwable;
        }

        @Override
        protected void hookFinally(SignalType type) {
            ends.countDown();
        }
    }
}
