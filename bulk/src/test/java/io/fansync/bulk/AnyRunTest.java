package io.fansync.bulk;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.ConnectorDetails.Status;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/**
 * Whatever the client answers, whenever it answers, and however the run is bounded and ended: every connector has one outcome, and
 * the outcome is true. Random by seed; {@code -Dseeds=10000} runs more of them.
 */
class AnyRunTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_connector_has_one_true_outcome(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Moody graph = new Moody(time, random.split());
        List<Connector> input = input(random);
        int concurrency = random.nextInt(1, 12);
        BulkSync bulk =
                settings(BulkSync.over(graph, time, random.split()), random).concurrency(concurrency);

        bulk = reading(bulk, graph, random);
        boolean stops = random.nextInt(3) == 0;
        bulk = stops ? stopping(bulk, time, random) : bulk;

        Flux<SyncOutcome> run = random.nextBoolean()
                ? bulk.sync(Flux.fromIterable(input), SyncType.DELTA)
                : bulk.syncTenants(byTenant(input), SyncType.DELTA);
        List<SyncOutcome> outcomes = outcomes(run, time, random);

        assertEachHasOne(outcomes, input, stops);
        Map<Connector, Long> occurrences = counted(input);
        outcomes.stream()
                .filter(outcome -> occurrences.getOrDefault(outcome.connector(), 0L) == 1)
                .forEach(graph::assertTrue);
        assertThat(graph.mostInFlight).isLessThanOrEqualTo(concurrency);
        assertThat(graph.inFlight).isZero();
    }

    /** Takes them a few at a time, then as they come. */
    private static List<SyncOutcome> outcomes(
            Flux<SyncOutcome> run, VirtualTimeScheduler time, SplittableRandom random) {
        TestSubscriber<SyncOutcome> outcomes =
                TestSubscriber.builder().initialRequest(0).build();
        run.subscribe(outcomes);
        for (int i = 0; i < 2_000 && !outcomes.isTerminatedOrCancelled(); i++) {
            outcomes.request(random.nextLong(1, 40));
            time.advanceTimeBy(Duration.ofMillis(random.nextLong(1, 5_000)));
        }
        outcomes.request(Long.MAX_VALUE);
        time.advanceTimeBy(Duration.ofDays(2));
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        return outcomes.getReceivedOnNext();
    }

    /** Where the run stops, what its source had not handed out has none. */
    private static void assertEachHasOne(List<SyncOutcome> outcomes, List<Connector> input, boolean stops) {
        List<Connector> settled = outcomes.stream().map(SyncOutcome::connector).toList();
        if (stops) {
            assertThat(counted(input))
                    .allSatisfy(
                            (connector, times) -> assertThat(counted(settled).getOrDefault(connector, 0L))
                                    .isLessThanOrEqualTo(times));
        } else {
            assertThat(settled).containsExactlyInAnyOrderElementsOf(input);
        }
    }

    private static Map<Connector, Long> counted(List<Connector> connectors) {
        return connectors.stream().collect(groupingBy(identity(), counting()));
    }

    private static List<Connector> input(SplittableRandom random) {
        int tenants = random.nextInt(1, 8);
        int ids = random.nextInt(1, 60);
        return random.ints(random.nextInt(0, 300), 0, tenants * ids)
                .mapToObj(i -> new Connector("tenant-" + i % tenants, "c" + i / tenants))
                .toList();
    }

    private static Flux<TenantConnectors> byTenant(List<Connector> input) {
        return Flux.fromStream(input.stream().map(Connector::tenant).distinct())
                .map(tenant -> new TenantConnectors(
                        tenant,
                        Flux.fromStream(input.stream()
                                .filter(connector -> connector.tenant().equals(tenant))
                                .map(Connector::id))));
    }

    private static BulkSync settings(BulkSync bulk, SplittableRandom random) {
        Duration window = Duration.ofSeconds(random.nextInt(1, 30));
        BulkSync set = bulk.batch(random.nextInt(1, 21))
                .maxRetries(random.nextInt(0, 4))
                .lookAhead(random.nextInt(1, 100))
                .grace(Duration.ofSeconds(random.nextInt(1, 20)))
                .quota(
                        switch (random.nextInt(3)) {
                            case 0 -> Quota.none();
                            case 1 -> Quota.atMost(random.nextInt(1, 50), window);
                            default -> Quota.of(random.nextInt(1, 50), window);
                        });
        set = random.nextBoolean() ? set : set.atMostOnce();
        return set;
    }

    private static BulkSync reading(BulkSync bulk, Moody graph, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> bulk.confirm(graph.directory(), Duration.ofSeconds(random.nextInt(1, 120)));
            case 1 -> bulk.verifyAmbiguous(graph.directory());
            default -> bulk;
        };
    }

    private static BulkSync stopping(BulkSync bulk, VirtualTimeScheduler time, SplittableRandom random) {
        Duration after = Duration.ofSeconds(random.nextInt(1, 300));
        return random.nextBoolean() ? bulk.deadline(after) : bulk.stopWhen(Mono.delay(after, time));
    }

    /** A client that answers anything at any time, and remembers what Graph really did. */
    private static final class Moody implements ConnectorClient {

        int inFlight;
        int mostInFlight;

        private final VirtualTimeScheduler time;
        private final SplittableRandom random;
        private final int batchSize;
        private final int trouble;
        private final Set<Connector> done = new HashSet<>();
        private final Map<Connector, Integer> asked = new HashMap<>();

        Moody(VirtualTimeScheduler time, SplittableRandom random) {
            this.time = time;
            this.random = random;
            this.batchSize = random.nextBoolean() ? 1 : 20;
            this.trouble = random.nextInt(0, 60);
        }

        void assertTrue(SyncOutcome outcome) {
            Connector connector = outcome.connector();
            if (outcome instanceof Accepted || outcome instanceof Confirmed || outcome instanceof Unconfirmed) {
                assertThat(done).contains(connector);
            } else if (outcome instanceof Failed || outcome instanceof Unsent) {
                assertThat(done).doesNotContain(connector);
                assertThat(outcome.attempts()).isLessThanOrEqualTo(asked.getOrDefault(connector, 0));
            } else if (outcome instanceof Skipped) {
                assertThat(outcome.attempts()).isZero();
            }
        }

        /** Reads a sync some time after it was done, if it can be read at all. */
        ConnectorDirectory directory() {
            return new ConnectorDirectory() {
                @Override
                public Flux<ConnectorDetails> list(String tenant) {
                    return Flux.error(new UnsupportedOperationException());
                }

                @Override
                public Mono<ConnectorDetails> get(Connector connector) {
                    return flight(Flux.defer(() -> Flux.just(details(connector))))
                            .next();
                }
            };
        }

        private ConnectorDetails details(Connector connector) {
            if (random.nextInt(100) < trouble / 2) {
                throw random.nextBoolean() ? outer() : new UnknownConnector("404");
            }
            Optional<Instant> last = done.contains(connector) && random.nextInt(3) > 0
                    ? Optional.of(Instant.ofEpochSecond(1))
                    : Optional.empty();
            Status status = random.nextInt(10) == 0 ? Status.DISCONNECTED : Status.CONNECTED;
            return new ConnectorDetails(connector, last, status, ExchangeConnectorType.HOSTED, "", "", "", "", "", "");
        }

        @Override
        public int batchSize() {
            return batchSize;
        }

        @Override
        public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
            return flight(Flux.defer(() -> Flux.just(answer(connector, type))))
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
            return flight(Flux.defer(() -> {
                if (random.nextInt(100) < trouble / 3) {
                    return Flux.error(outer());
                }
                int answered = random.nextInt(100) < trouble / 6 ? random.nextInt(ids.size()) : ids.size();
                return Flux.fromStream(IntStream.range(0, answered)
                        .mapToObj(i -> answer(new Connector(tenant, ids.get(i)), type)));
            }));
        }

        private <T> Flux<T> flight(Flux<T> answers) {
            return Flux.defer(() -> {
                inFlight++;
                mostInFlight = Math.max(mostInFlight, inFlight);
                Flux<T> some = random.nextInt(4) == 0
                        ? answers
                        : Mono.delay(Duration.ofMillis(random.nextLong(1, 20_000)), time)
                                .thenMany(answers);
                AtomicBoolean landed = new AtomicBoolean();
                Runnable land = () -> inFlight -= landed.getAndSet(true) ? 0 : 1;
                return some.doOnTerminate(land).doOnCancel(land);
            });
        }

        private SyncException outer() {
            return switch (random.nextInt(4)) {
                case 0 -> new Throttled("429", wait(60));
                case 1 -> new Rejected("413");
                case 2 -> new Denied("401", "");
                default -> new Unavailable("504", random.nextBoolean());
            };
        }

        private SyncAnswer answer(Connector connector, SyncType type) {
            asked.merge(connector, 1, Integer::sum);
            if (random.nextInt(100) >= trouble) {
                done.add(connector);
                return new SyncReceipt(connector, type);
            }
            return switch (random.nextInt(7)) {
                case 0 -> new Throttled("429", wait(60));
                case 1 -> new Throttled("429", Duration.ZERO);
                case 2 -> new Denied("403", "");
                case 3 -> new UnknownConnector("404");
                case 4 -> new Unavailable("refused", false);
                case 5 -> {
                    done.add(connector);
                    yield new Unavailable("504 after the work", true);
                }
                default -> new Unavailable("504 before the work", true);
            };
        }

        private Duration wait(int seconds) {
            return Duration.ofMillis(random.nextLong(1, seconds * 1000L));
        }
    }
}
