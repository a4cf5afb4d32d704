package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.BrittleDisk.Crash;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/**
 * A run is stopped at each of its journal's writes in turn, killed or by a power failure, and gone on with until it comes to its
 * end: nothing is lost. Random by seed; {@code -Dseeds=10000} runs more of them.
 */
class AnyCrashTest {

    private static final Path FILE = Path.of("a.journal");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_is_lost_wherever_the_journal_stops(long seed) {
        for (int write = 1; new Story(seed, write).crashed(); write++) {
            assertThat(write).isLessThan(5_000);
        }
    }

    /** One input, run until the disk dies, and then again until the end. */
    private static final class Story {

        private final long seed;
        private final int write;
        private final SplittableRandom random;
        private final BrittleDisk disk = new BrittleDisk();
        private final JournalFile file = new JournalFile(FILE, disk);
        private final List<Connector> input;
        private final boolean planned;
        private final boolean atMostOnce;
        private final int concurrency;
        private final int batch;
        private final Crash crash;
        private final Server server;

        /** What subscribers were told before the process died. */
        private final Set<Connector> told = new HashSet<>();

        private final Set<Connector> toldEarlier = new HashSet<>();
        private boolean crashed;

        Story(long seed, int write) {
            this.seed = seed;
            this.write = write;
            random = new SplittableRandom(seed);
            int tenants = random.nextInt(1, 4);
            input = IntStream.range(0, random.nextInt(1, 25))
                    .mapToObj(i -> new Connector("tenant-" + i % tenants, "c " + i))
                    .toList();
            planned = random.nextBoolean();
            atMostOnce = random.nextInt(3) == 0;
            concurrency = random.nextInt(1, 6);
            batch = random.nextInt(1, 5);
            crash = random.nextBoolean() ? Crash.KILL : Crash.POWER;
            server = new Server(random.split());
            disk.crashAt(write, crash, random.split());
            play();
        }

        boolean crashed() {
            return crashed;
        }

        private void play() {
            boolean over = false;
            for (int runs = 0; !over; runs++) {
                assertThat(runs).isLessThan(4);
                over = run();
                crashed |= !over;
                disk.restart();
                if (runs == 0 && crashed && random.nextBoolean()) {
                    disk.crashAt(random.nextLong(1, 60), crash, random.split());
                }
            }
            JournalIndex index = file.read().index();
            assertThat(input)
                    .as("seed %d, write %d, %s", seed, write, crash)
                    .allSatisfy(connector -> assertNotLost(connector, index));
        }

        /** True if it came to its end. */
        private boolean run() {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            server.begin(time);
            TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
            List<Connector> source;
            try {
                source = planned ? plan() : input;
            } catch (JournalException died) {
                return false;
            }
            bulk(time)
                    .sync(Flux.fromIterable(source), SyncType.DELTA)
                    .doOnNext(this::tell)
                    .subscribe(outcomes);
            for (int i = 0; !disk.isDead() && !outcomes.isTerminatedOrCancelled(); i++) {
                assertThat(i).isLessThan(10_000);
                time.advanceTimeBy(Duration.ofMillis(1 + i / 10));
            }
            if (crash == Crash.KILL) {
                assertThat(Collections.disjoint(server.asked, toldEarlier)).isTrue();
            }
            toldEarlier.addAll(told);
            assertThat(server.leaveInDoubt(toldEarlier)).isLessThanOrEqualTo(concurrency * batch);
            if (!disk.isDead()) {
                assertThat(outcomes.isTerminatedComplete()).isTrue();
                assertThat(outcomes.getReceivedOnNext().stream().map(SyncOutcome::connector))
                        .containsExactlyInAnyOrderElementsOf(source);
            }
            return !disk.isDead();
        }

        private BulkSync bulk(VirtualTimeScheduler time) {
            long millis = random.nextLong(3);
            BulkSync bulk = BulkSync.over(server, time, random.split())
                    .concurrency(concurrency)
                    .batch(batch)
                    .quota(Quota.none())
                    .maxRetries(100)
                    .journal(new FileJournal(file, () -> new JournalThread(time, millis)));
            return atMostOnce ? bulk.atMostOnce() : bulk;
        }

        /** What is told after the disk died is told by a process that is dead. */
        private void tell(SyncOutcome outcome) {
            if (!disk.isDead() && outcome instanceof Accepted) {
                told.add(outcome.connector());
            }
        }

        private List<Connector> plan() {
            if (file.read().inputSize().isEmpty()) {
                Journal.Job job = new Journal.Job(SyncType.DELTA, Optional.empty(), false);
                file.plan(JournalHeader.of(job, Instant.EPOCH), input);
            }
            List<Connector> left = new ArrayList<>();
            file.unsettled(left::add);
            return left;
        }

        private void assertNotLost(Connector connector, JournalIndex index) {
            Digest digest = new Digest();
            digest.of(connector);
            JournalState state = index.get(digest);
            int done = server.done(connector);
            boolean mayForget = crash == Crash.POWER && !atMostOnce;
            if (state == JournalState.ACCEPTED) {
                assertThat(done).isPositive();
            } else if (state == JournalState.FAILED) {
                assertThat(server.refused).contains(connector);
                assertThat(done == 0 || mayForget).isTrue();
            } else {
                assertThat(state).isIn(JournalState.UNKNOWN, JournalState.RETRIABLE);
                assertThat(state == JournalState.UNKNOWN || done == 0 || mayForget)
                        .isTrue();
            }
            if (atMostOnce) {
                assertThat(done).isLessThanOrEqualTo(1);
            } else if (crash == Crash.KILL) {
                assertThat(done).isLessThanOrEqualTo(1 + server.excuses(connector));
            }
        }
    }

    /** A Graph that answers anything, and knows what it really did; it outlives its clients. */
    private static final class Server implements ConnectorClient {

        private final SplittableRandom random;
        private final int trouble;
        private final Map<Connector, Integer> done = new HashMap<>();
        private final Map<Connector, Integer> excuses = new HashMap<>();
        private final Set<Connector> refused = new HashSet<>();
        private final Set<Connector> asked = new HashSet<>();
        private VirtualTimeScheduler time = VirtualTimeScheduler.create();

        Server(SplittableRandom random) {
            this.random = random;
            this.trouble = random.nextInt(40);
        }

        void begin(VirtualTimeScheduler clock) {
            time = clock;
            asked.clear();
        }

        /** Whoever asked is gone. Returns of how many connectors it leaves in doubt that they are done. */
        long leaveInDoubt(Set<Connector> known) {
            List<Connector> inDoubt = asked.stream()
                    .filter(connector -> done(connector) > 0 && !known.contains(connector))
                    .toList();
            long news = inDoubt.stream()
                    .filter(connector -> excuses(connector) == 0)
                    .count();
            inDoubt.forEach(connector -> excuses.merge(connector, 1, Integer::sum));
            return news;
        }

        @Override
        public int batchSize() {
            return 20;
        }

        @Override
        public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
            return syncAll(connector.tenant(), List.of(connector.id()), type)
                    .single()
                    .handle((answer, sink) -> {
                        if (answer instanceof SyncException refusal) {
                            sink.error(refusal);
                        } else {
                            sink.next((SyncReceipt) answer);
                        }
                    });
        }

        @Override
        public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
            return Flux.defer(() -> {
                List<Connector> connectors =
                        ids.stream().map(id -> new Connector(tenant, id)).toList();
                asked.addAll(connectors);
                VirtualTimeScheduler clock = time;
                return pause(clock)
                        .then(Mono.fromCallable(() ->
                                connectors.stream().map(c -> answer(c, type)).toList()))
                        .delayUntil(answers -> pause(clock))
                        .flatMapIterable(answers -> answers);
            });
        }

        private Mono<Long> pause(VirtualTimeScheduler clock) {
            return Mono.delay(Duration.ofMillis(random.nextLong(1, 20)), clock);
        }

        private SyncAnswer answer(Connector connector, SyncType type) {
            if (random.nextInt(100) >= trouble) {
                done.merge(connector, 1, Integer::sum);
                return new SyncReceipt(connector, type);
            }
            return switch (random.nextInt(6)) {
                case 0 -> new Throttled("429", Duration.ofMillis(random.nextLong(200)));
                case 1 -> new Denied("403", "");
                case 2 -> new Unavailable("refused", false);
                case 3 -> {
                    refused.add(connector);
                    yield new Rejected("400");
                }
                case 4 -> {
                    done.merge(connector, 1, Integer::sum);
                    yield ambiguous(connector, "504 after the work");
                }
                default -> ambiguous(connector, "504 before the work");
            };
        }

        private SyncAnswer ambiguous(Connector connector, String message) {
            excuses.merge(connector, 1, Integer::sum);
            return new Unavailable(message, true);
        }

        int done(Connector connector) {
            return done.getOrDefault(connector, 0);
        }

        /** How often nobody could know whether it had been done. */
        int excuses(Connector connector) {
            return excuses.getOrDefault(connector, 0);
        }
    }

    /** Runs a little later what a journal's thread has to do. */
    private record JournalThread(VirtualTimeScheduler time, long millis) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return time.schedule(task, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return time.schedule(task, delay, unit);
        }

        @Override
        public long now(TimeUnit unit) {
            return time.now(unit);
        }

        @Override
        public Worker createWorker() {
            return time.createWorker();
        }

        @Override
        public void dispose() {}
    }
}
