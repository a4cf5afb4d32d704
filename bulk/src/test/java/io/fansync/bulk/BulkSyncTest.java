package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

class BulkSyncTest {

    private static final Connector ONE = new Connector("contoso.com", "one");
    private static final Unavailable AMBIGUOUS = new Unavailable("504", true);
    private static final Unavailable NOT_SENT = new Unavailable("connection refused", false);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FakeGraph graph = new FakeGraph(time);
    private final BulkSync bulk = BulkSync.over(graph, time);

    private TestSubscriber<SyncOutcome> run(BulkSync bulk, Publisher<Connector> source) {
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        bulk.sync(source, SyncType.DELTA).subscribe(outcomes);
        return outcomes;
    }

    private TestSubscriber<SyncOutcome> run(Connector... connectors) {
        return run(bulk, Flux.just(connectors));
    }

    private static List<Connector> tenants(int tenants, int connectorsEach) {
        return IntStream.range(0, tenants)
                .boxed()
                .flatMap(t -> connectors("tenant-" + t + ".example", connectorsEach).stream())
                .toList();
    }

    private static Duration lastAccepted(FakeGraph graph, String tenant) {
        return graph.callsOf(tenant).stream()
                .filter(call -> call.answer() instanceof SyncReceipt)
                .map(FakeGraph.Call::at)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    @Nested
    class Outcomes {

        @Test
        void one_comes_out_for_each_connector() {
            List<Connector> input = tenants(20, 50);

            TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(input));
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(outcomes.isTerminatedComplete()).isTrue();
            assertThat(outcomes.getReceivedOnNext())
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Accepted.class))
                    .extracting(SyncOutcome::connector)
                    .containsExactlyInAnyOrderElementsOf(input);
        }

        @Test
        void an_accepted_one_tells_when_it_was_sent_and_settled() {
            TestSubscriber<SyncOutcome> outcomes = run(ONE);
            time.advanceTimeBy(Duration.ofSeconds(1));

            SyncOutcome outcome = outcomes.getReceivedOnNext().get(0);
            assertThat(outcome.attempts()).isEqualTo(1);
            assertThat(outcome.throttled()).isZero();
            assertThat(Duration.between(outcome.startedAt(), outcome.finishedAt()))
                    .isEqualTo(Duration.ofMillis(100));
        }

        @Test
        void what_graph_will_never_accept_fails_at_once_with_its_reason() {
            Connector two = new Connector("contoso.com", "two");
            UnknownConnector unknown = new UnknownConnector("404");
            graph.answers(ONE, unknown).answers(two, new Rejected("400"));

            TestSubscriber<SyncOutcome> outcomes = run(ONE, two);
            time.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(outcomes.getReceivedOnNext()).hasSize(2).allSatisfy(outcome -> {
                assertThat(outcome).isInstanceOf(Failed.class);
                assertThat(outcome.attempts()).isEqualTo(1);
            });
            assertThat(((Failed) outcomes.getReceivedOnNext().get(0)).reason()).isSameAs(unknown);
        }

        @Test
        void what_could_not_sign_in_fails_without_an_attempt() {
            graph.answers(ONE, new Denied("wrong secret", ""));

            TestSubscriber<SyncOutcome> outcomes = run(ONE);
            time.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
                assertThat(outcome).isInstanceOf(Failed.class);
                assertThat(outcome.attempts()).isZero();
            });
        }

        @Test
        void a_connector_that_comes_again_while_under_way_is_skipped_and_sent_once() {
            TestSubscriber<SyncOutcome> outcomes = run(ONE, ONE, new Connector("CONTOSO.com", "one"));
            time.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(outcomes.getReceivedOnNext()).hasSize(3);
            assertThat(outcomes.getReceivedOnNext()).hasAtLeastOneElementOfType(Accepted.class);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Skipped.class::isInstance)
                    .hasSize(2)
                    .allSatisfy(skipped -> assertThat(skipped.attempts()).isZero());
            assertThat(graph.calls).hasSize(1);
        }

        @Test
        void a_client_that_breaks_its_promises_costs_an_unknown_and_not_the_run() {
            ConnectorClient broken = (connector, type) -> switch (connector.id()) {
                case "throws" -> throw new IllegalStateException("bug");
                case "empty" -> Mono.empty();
                default -> Mono.error(new IllegalArgumentException("bug"));
            };

            TestSubscriber<SyncOutcome> outcomes = run(
                    BulkSync.over(broken, time).maxRetries(0),
                    Flux.just("throws", "empty", "errors").map(id -> new Connector("contoso.com", id)));

            assertThat(outcomes.isTerminatedComplete()).isTrue();
            assertThat(outcomes.getReceivedOnNext()).hasSize(3).hasOnlyElementsOfType(Unknown.class);
        }
    }

    @Nested
    class Throttling {

        @Test
        void nothing_is_sent_to_the_tenant_until_the_time_that_graph_named_has_passed() {
            graph.answers(ONE, new Throttled("429", Duration.ofSeconds(37)));

            TestSubscriber<SyncOutcome> outcomes =
                    run(bulk, Flux.fromIterable(connectors("contoso.com", 30)).startWith(ONE));
            time.advanceTimeBy(Duration.ofMinutes(2));

            Duration read = Duration.ofMillis(100);
            assertThat(graph.calls)
                    .noneMatch(
                            call -> call.at().compareTo(read) > 0 && call.at().compareTo(read.plusSeconds(37)) < 0);
            assertThat(outcomes.getReceivedOnNext()).hasSize(31).hasOnlyElementsOfType(Accepted.class);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(outcome -> outcome.connector().equals(ONE))
                    .first()
                    .satisfies(outcome -> {
                        assertThat(outcome.attempts()).isEqualTo(2);
                        assertThat(outcome.throttled()).isEqualTo(Duration.ofSeconds(37));
                    });
        }

        @Test
        void the_first_request_after_a_pause_goes_alone() {
            graph.closed("contoso.com", Duration.ofSeconds(30));

            run(bulk, Flux.fromIterable(connectors("contoso.com", 200)));
            time.advanceTimeBy(Duration.ofSeconds(60));

            List<Duration> afterThePause = graph.calls.stream()
                    .map(FakeGraph.Call::at)
                    .filter(at -> at.compareTo(Duration.ofSeconds(30)) >= 0)
                    .sorted()
                    .toList();
            assertThat(afterThePause.get(1).minus(afterThePause.get(0))).isEqualTo(Duration.ofMillis(100));
        }

        @Test
        void it_never_loses_a_connector_and_never_costs_a_retry() {
            Throttled[] often = Stream.generate(() -> new Throttled("429", Duration.ZERO))
                    .limit(20)
                    .toArray(Throttled[]::new);
            graph.answers(ONE, often);

            TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(0), Flux.just(ONE));
            time.advanceTimeBy(Duration.ofHours(1));

            assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
                assertThat(outcome).isInstanceOf(Accepted.class);
                assertThat(outcome.attempts()).isEqualTo(21);
            });
        }

        @Test
        void a_quota_that_is_believed_rightly_is_used_fully_and_hardly_ever_crossed() {
            graph.quota(100, Duration.ofSeconds(20));

            TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(connectors("contoso.com", 2_000)));
            time.advanceTimeBy(Duration.ofMinutes(20));

            assertThat(outcomes.getReceivedOnNext()).hasSize(2_000).hasOnlyElementsOfType(Accepted.class);
            assertThat(graph.refusals()).isLessThanOrEqualTo(20);
            Duration ideal = Duration.ofSeconds(19 * 20);
            assertThat(lastAccepted(graph, "contoso.com"))
                    .isLessThan(ideal.multipliedBy(110).dividedBy(100));
        }

        @Test
        void a_promised_ceiling_is_never_exceeded() {
            TestSubscriber<SyncOutcome> outcomes = run(
                    bulk.quota(Quota.atMost(10, Duration.ofSeconds(1))),
                    Flux.fromIterable(connectors("contoso.com", 200)));
            time.advanceTimeBy(Duration.ofMinutes(2));

            assertThat(outcomes.getReceivedOnNext()).hasSize(200);
            List<Duration> at =
                    graph.calls.stream().map(FakeGraph.Call::at).sorted().toList();
            for (int i = 10; i < at.size(); i++) {
                assertThat(at.get(i).minus(at.get(i - 10))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
        }

        @Test
        void without_a_belief_everything_still_arrives() {
            graph.quota(50, Duration.ofSeconds(5)).withoutRetryAfter();

            TestSubscriber<SyncOutcome> outcomes =
                    run(bulk.quota(Quota.none()), Flux.fromIterable(connectors("contoso.com", 500)));
            time.advanceTimeBy(Duration.ofMinutes(10));

            assertThat(outcomes.getReceivedOnNext()).hasSize(500).hasOnlyElementsOfType(Accepted.class);
        }
    }

    @Nested
    class Fairness {

        @Test
        void nineteen_tenants_finish_as_if_the_throttled_twentieth_were_not_there() {
            List<Connector> healthy = tenants(19, 50);
            FakeGraph alone = new FakeGraph(time).latency(Duration.ofMillis(100));
            run(BulkSync.over(alone, time), Flux.fromIterable(healthy));
            time.advanceTimeBy(Duration.ofMinutes(1));
            Duration whenAlone = alone.calls.get(alone.calls.size() - 1).at();

            VirtualTimeScheduler fresh = VirtualTimeScheduler.create();
            FakeGraph shared = new FakeGraph(fresh)
                    .latency(Duration.ofMillis(100))
                    .closed("whale.example", Duration.ofMinutes(30));
            TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
            BulkSync.over(shared, fresh)
                    .sync(
                            Flux.fromIterable(connectors("whale.example", 1_000))
                                    .concatWithValues(healthy.toArray(Connector[]::new)),
                            SyncType.DELTA)
                    .subscribe(outcomes);
            fresh.advanceTimeBy(Duration.ofMinutes(1));

            Duration besideTheWhale = shared.calls.stream()
                    .filter(call -> !call.connector().tenant().equals("whale.example"))
                    .map(FakeGraph.Call::at)
                    .max(Duration::compareTo)
                    .orElseThrow();
            assertThat(besideTheWhale)
                    .isLessThanOrEqualTo(whenAlone.multipliedBy(6).dividedBy(5));
            assertThat(outcomes.getReceivedOnNext()).hasSize(19 * 50);

            fresh.advanceTimeBy(Duration.ofHours(2));
            assertThat(outcomes.getReceivedOnNext()).hasSize(19 * 50 + 1_000).hasOnlyElementsOfType(Accepted.class);
        }

        @Test
        void tenants_with_sources_of_their_own_are_served_however_long_the_others_are() {
            TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
            bulk.syncTenants(
                            Flux.just(
                                    new TenantConnectors(
                                            "whale.example",
                                            Flux.range(0, 100_000).map(i -> "c" + i)),
                                    new TenantConnectors("small.example", Flux.just("a", "b", "c"))),
                            SyncType.FULL)
                    .subscribe(outcomes);
            time.advanceTimeBy(Duration.ofSeconds(1));

            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(outcome -> outcome.connector().tenant().equals("small.example"))
                    .hasSize(3);
        }

        @Test
        void equal_tenants_get_equal_shares_of_what_is_in_flight() {
            run(bulk.concurrency(10).quota(Quota.none()), Flux.fromIterable(tenants(40, 100)));
            time.advanceTimeBy(Duration.ofSeconds(20));

            double[] shares = IntStream.range(0, 40)
                    .mapToDouble(t -> graph.callsOf("tenant-" + t + ".example").size())
                    .toArray();
            double sum = DoubleStream.of(shares).sum();
            double squares = DoubleStream.of(shares).map(share -> share * share).sum();
            assertThat(graph.calls).hasSizeBetween(1_000, 3_000);
            assertThat(sum * sum / (shares.length * squares)).isGreaterThan(0.99);
        }

        @Test
        void ten_thousand_tenants_that_wait_share_one_timer_and_take_no_turns() {
            CountingScheduler counting = new CountingScheduler(time);
            ConnectorClient closed = (connector, type) -> Mono.error(new Throttled("429", Duration.ofHours(1)));
            BulkSync.over(closed, counting)
                    .lookAhead(10_000)
                    .sync(Flux.fromIterable(tenants(10_000, 1)), SyncType.DELTA)
                    .subscribe();
            time.advanceTimeBy(Duration.ofMinutes(1));
            int scheduled = counting.scheduled;

            time.advanceTimeBy(Duration.ofMinutes(58));

            assertThat(counting.alive()).isEqualTo(1);
            assertThat(counting.scheduled).isEqualTo(scheduled);
        }

        @Test
        void tenants_take_turns() {
            BulkSync one = bulk.concurrency(1).quota(Quota.none());
            run(one, Flux.fromIterable(tenants(4, 10)));
            time.advanceTimeBy(Duration.ofSeconds(2));

            assertThat(graph.calls.stream()
                            .limit(8)
                            .map(call -> call.connector().tenant()))
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.of("tenant-0.example"),
                                    Stream.of(0, 1, 2, 3, 0, 1, 2).map(t -> "tenant-" + t + ".example"))
                            .toList());
        }
    }

    @Nested
    class Bounds {

        @Test
        void no_more_requests_are_in_flight_than_allowed_over_all_tenants_and_runs() {
            BulkSync five = bulk.concurrency(5);
            TestSubscriber<SyncOutcome> first = run(five, Flux.fromIterable(tenants(10, 20)));
            TestSubscriber<SyncOutcome> second = run(five, Flux.fromIterable(connectors("other.example", 50)));
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(graph.mostInFlight).isEqualTo(5);
            assertThat(first.getReceivedOnNext()).hasSize(200);
            assertThat(second.getReceivedOnNext()).hasSize(50);
        }

        @Test
        void no_more_is_taken_from_the_source_than_the_look_ahead() {
            TestPublisher<Connector> source = TestPublisher.create();
            AtomicLong taken = new AtomicLong();
            run(bulk.lookAhead(10), source.flux().doOnRequest(taken::addAndGet));

            assertThat(taken).hasValue(10);
        }

        @Test
        void a_subscriber_gets_no_more_than_it_asked_for_and_sending_stops_when_it_asks_for_nothing() {
            BulkSync eight = bulk.concurrency(8).quota(Quota.none());
            TestSubscriber<SyncOutcome> outcomes =
                    TestSubscriber.builder().initialRequest(3).build();
            eight.sync(Flux.fromIterable(connectors("contoso.com", 100)), SyncType.DELTA)
                    .subscribe(outcomes);
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(outcomes.getReceivedOnNext()).hasSize(3);
            assertThat(graph.calls).hasSizeLessThanOrEqualTo(3 + 8 + 1);

            outcomes.request(Long.MAX_VALUE);
            time.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(outcomes.getReceivedOnNext()).hasSize(100);
        }

        @Test
        void a_million_connectors_whose_answers_come_at_once_pass_through() {
            ConnectorClient atOnce = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
            AtomicLong seen = new AtomicLong();

            StepVerifier.create(BulkSync.over(atOnce)
                            .quota(Quota.none())
                            .sync(
                                    Flux.range(0, 1_000_000).map(i -> new Connector("t" + i % 100, "c" + i)),
                                    SyncType.DELTA)
                            .doOnNext(outcome -> seen.incrementAndGet())
                            .then())
                    .verifyComplete();

            assertThat(seen).hasValue(1_000_000);
        }

        @Test
        void an_empty_source_completes() {
            assertThat(run(bulk, Flux.empty()).isTerminatedComplete()).isTrue();
        }
    }

    @Nested
    class Ambiguity {

        @Test
        void what_may_have_run_is_sent_again_at_most_so_often_and_then_unknown() {
            graph.answers(ONE, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS);

            TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(3), Flux.just(ONE));
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
                assertThat(outcome).isInstanceOf(Unknown.class);
                assertThat(outcome.attempts()).isEqualTo(4);
            });
        }

        @Test
        void a_resend_that_is_accepted_settles_it() {
            graph.answers(ONE, AMBIGUOUS);

            TestSubscriber<SyncOutcome> outcomes = run(ONE);
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        }

        @Test
        void a_refusal_after_it_leaves_open_whether_graph_acted() {
            graph.answers(ONE, AMBIGUOUS, new UnknownConnector("404"));

            TestSubscriber<SyncOutcome> outcomes = run(ONE);
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
        }

        @Test
        void at_most_once_never_sends_again_what_may_have_run() {
            graph.answers(ONE, AMBIGUOUS);

            TestSubscriber<SyncOutcome> outcomes = run(bulk.atMostOnce(), Flux.just(ONE));
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
            assertThat(graph.calls).hasSize(1);
        }

        @Test
        void an_outage_is_met_with_patience_and_loses_nothing() {
            graph.outage(Duration.ofSeconds(60));

            TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(tenants(20, 50)));
            time.advanceTimeBy(Duration.ofSeconds(60));
            assertThat(graph.calls).hasSizeLessThan(1_000);

            time.advanceTimeBy(Duration.ofMinutes(10));
            assertThat(outcomes.getReceivedOnNext()).hasSize(1_000);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Accepted.class::isInstance)
                    .hasSizeGreaterThan(950);
        }

        @Test
        void what_never_left_is_sent_again_until_it_does_and_costs_neither_attempt_nor_retry() {
            graph.answers(ONE, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT);

            TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(0).atMostOnce(), Flux.just(ONE));
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
                assertThat(outcome).isInstanceOf(Accepted.class);
                assertThat(outcome.attempts()).isEqualTo(1);
            });
        }
    }

    @Nested
    class Batches {

        private final BulkSync batching = BulkSync.over(graph.batchSize(20), time);

        @Test
        void a_tenants_waiting_connectors_share_requests_up_to_what_the_client_takes() {
            TestSubscriber<SyncOutcome> outcomes =
                    run(batching.concurrency(1), Flux.fromIterable(connectors("contoso.com", 41)));
            time.advanceTimeBy(Duration.ofSeconds(10));

            assertThat(outcomes.getReceivedOnNext()).hasSize(41).hasOnlyElementsOfType(Accepted.class);
            assertThat(graph.batches).containsExactly(20, 20);
        }

        @Test
        void none_holds_more_connectors_than_permits_or_than_it_was_told() {
            run(
                    batching.batch(7).quota(Quota.atMost(10, Duration.ofSeconds(20))),
                    Flux.fromIterable(connectors("contoso.com", 100)));
            time.advanceTimeBy(Duration.ofSeconds(5));

            assertThat(graph.batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(7));
            assertThat(graph.calls).hasSizeLessThanOrEqualTo(10);
        }

        @Test
        void after_a_refused_batch_each_connector_is_sent_alone_and_the_batch_was_nobodys_attempt() {
            graph.refuseBatches(new Rejected("413"));

            TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 40)));
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(outcomes.getReceivedOnNext()).hasSize(40).hasOnlyElementsOfType(Accepted.class);
            assertThat(outcomes.getReceivedOnNext())
                    .allSatisfy(outcome -> assertThat(outcome.attempts()).isEqualTo(1));
        }

        @Test
        void what_a_batch_leaves_unanswered_may_have_run() {
            graph.refuseBatches(AMBIGUOUS);

            TestSubscriber<SyncOutcome> outcomes =
                    run(batching.maxRetries(0).concurrency(1), Flux.fromIterable(connectors("contoso.com", 20)));
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Unknown.class::isInstance)
                    .hasSize(19);
        }

        @Test
        void one_connectors_failure_is_not_the_others() {
            graph.answers(new Connector("contoso.com", "c3"), new UnknownConnector("404"));

            TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 20)));
            time.advanceTimeBy(Duration.ofSeconds(10));

            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Failed.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Accepted.class::isInstance)
                    .hasSize(19);
        }
    }

    @Nested
    class Ending {

        @Test
        void the_deadline_leaves_unsent_what_was_not_sent() {
            graph.closed("contoso.com", Duration.ofHours(1));

            TestSubscriber<SyncOutcome> outcomes =
                    run(bulk.deadline(Duration.ofSeconds(30)), Flux.fromIterable(connectors("contoso.com", 500)));
            time.advanceTimeBy(Duration.ofSeconds(31));

            assertThat(outcomes.isTerminatedComplete()).isTrue();
            assertThat(outcomes.getReceivedOnNext()).hasSize(500).hasOnlyElementsOfType(Unsent.class);
        }

        @Test
        void a_stop_lets_what_is_in_flight_settle_and_takes_nothing_more() {
            Sinks.Empty<Void> stop = Sinks.empty();
            graph.latency(Duration.ofSeconds(4));
            TestPublisher<Connector> source = TestPublisher.create();
            TestSubscriber<SyncOutcome> outcomes = run(bulk.concurrency(2).stopWhen(stop.asMono()), source);
            connectors("contoso.com", 10).forEach(source::next);
            time.advanceTimeBy(Duration.ofSeconds(1));

            stop.tryEmitEmpty();
            time.advanceTimeBy(Duration.ofSeconds(4));

            source.assertCancelled();
            assertThat(outcomes.isTerminatedComplete()).isTrue();
            assertThat(outcomes.getReceivedOnNext()).hasSize(10);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Accepted.class::isInstance)
                    .hasSize(2);
            assertThat(outcomes.getReceivedOnNext())
                    .filteredOn(Unsent.class::isInstance)
                    .hasSize(8);
            assertThat(graph.calls).hasSize(2);
        }

        @Test
        void what_does_not_settle_within_the_grace_period_is_unknown() {
            graph.latency(Duration.ofHours(1));

            TestSubscriber<SyncOutcome> outcomes =
                    run(bulk.deadline(Duration.ofSeconds(5)).grace(Duration.ofSeconds(3)), Flux.just(ONE));
            time.advanceTimeBy(Duration.ofSeconds(7));
            assertThat(outcomes.getReceivedOnNext()).isEmpty();

            time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(outcomes.isTerminatedComplete()).isTrue();
            assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
            assertThat(graph.inFlight).isZero();
        }

        @Test
        void cancelling_sends_nothing_more_and_leaves_what_is_in_flight_alone() {
            TestPublisher<Connector> source = TestPublisher.create();
            TestSubscriber<SyncOutcome> outcomes = run(bulk.concurrency(3), source);
            connectors("contoso.com", 10).forEach(source::next);
            time.advanceTimeBy(Duration.ofMillis(10));

            outcomes.cancel();
            time.advanceTimeBy(Duration.ofMinutes(1));

            source.assertCancelled();
            assertThat(graph.calls).hasSize(3).allMatch(call -> call.answer() instanceof SyncReceipt);
            assertThat(outcomes.getReceivedOnNext()).isEmpty();
        }

        @Test
        void an_error_of_the_source_is_passed_on_after_what_was_taken_has_settled() {
            IllegalStateException broken = new IllegalStateException("the database went away");
            TestSubscriber<SyncOutcome> outcomes =
                    run(bulk, Flux.fromIterable(connectors("contoso.com", 10)).concatWith(Mono.error(broken)));
            time.advanceTimeBy(Duration.ofSeconds(10));

            assertThat(outcomes.getReceivedOnNext()).hasSize(10).hasOnlyElementsOfType(Accepted.class);
            assertThat(outcomes.expectTerminalError()).isSameAs(broken);
        }

        @Test
        void an_id_that_no_connector_can_have_is_an_error_of_the_source() {
            TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
            bulk.syncTenants(Flux.just(new TenantConnectors("contoso.com", Flux.just("good", ".."))), SyncType.DELTA)
                    .subscribe(outcomes);
            time.advanceTimeBy(Duration.ofSeconds(10));

            assertThat(outcomes.getReceivedOnNext()).hasSize(1);
            assertThat(outcomes.expectTerminalError()).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Sharing {

        @Test
        void runs_that_overlap_use_one_quota() {
            graph.quota(100, Duration.ofSeconds(20));
            BulkSync promised = bulk.quota(Quota.atMost(100, Duration.ofSeconds(20)));

            TestSubscriber<SyncOutcome> first = run(promised, Flux.fromIterable(connectors("contoso.com", 300)));
            TestSubscriber<SyncOutcome> second = run(
                    promised.concurrency(8),
                    Flux.fromIterable(connectors("contoso.com", 600)).skip(300));
            time.advanceTimeBy(Duration.ofMinutes(5));

            assertThat(graph.refusals()).isZero();
            assertThat(first.getReceivedOnNext()).hasSize(300).hasOnlyElementsOfType(Accepted.class);
            assertThat(second.getReceivedOnNext()).hasSize(300).hasOnlyElementsOfType(Accepted.class);
        }

        @Test
        void a_single_call_goes_ahead_of_the_runs_and_through_the_same_gate() {
            BulkSync promised = bulk.quota(Quota.atMost(10, Duration.ofSeconds(20)));
            run(promised, Flux.fromIterable(connectors("contoso.com", 100)));
            time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(graph.calls).hasSize(10);

            TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
            promised.client().sync(ONE, SyncType.FULL).subscribe(receipt);
            time.advanceTimeBy(Duration.ofSeconds(18));
            assertThat(graph.calls).hasSize(10);

            time.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(graph.calls.get(10).connector()).isEqualTo(ONE);
            assertThat(receipt.getReceivedOnNext()).hasSize(1);
        }

        @Test
        void a_single_call_passes_on_graphs_refusal_and_closes_the_gate_for_all() {
            graph.answers(ONE, new Throttled("429", Duration.ofSeconds(30)));
            TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
            bulk.client().sync(ONE, SyncType.FULL).subscribe(receipt);
            time.advanceTimeBy(Duration.ofSeconds(1));

            run(bulk, Flux.fromIterable(connectors("contoso.com", 5)));
            time.advanceTimeBy(Duration.ofSeconds(20));

            assertThat(receipt.expectTerminalError()).isInstanceOf(Throttled.class);
            assertThat(graph.calls).hasSize(1);
        }

        @Test
        void a_single_call_cancelled_before_its_turn_sends_nothing() {
            graph.closed("contoso.com", Duration.ofSeconds(30));
            run(ONE);
            time.advanceTimeBy(Duration.ofSeconds(1));
            TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
            bulk.client()
                    .sync(new Connector("contoso.com", "two"), SyncType.FULL)
                    .subscribe(receipt);

            receipt.cancel();
            time.advanceTimeBy(Duration.ofMinutes(2));

            assertThat(graph.calls).extracting(FakeGraph.Call::connector).containsOnly(ONE);
        }
    }

    @Nested
    class Manners {

        @Test
        void nothing_happens_before_the_subscription() {
            bulk.sync(Flux.just(ONE), SyncType.DELTA);
            time.advanceTimeBy(Duration.ofMinutes(1));

            assertThat(graph.calls).isEmpty();
        }

        @Test
        void the_subscribers_context_reaches_the_client_and_the_source() {
            List<String> seen = new ArrayList<>();
            ConnectorClient client = (connector, type) -> Mono.deferContextual(context -> {
                seen.add("client " + context.get("trace"));
                return Mono.just(new SyncReceipt(connector, type));
            });
            Flux<Connector> source = Flux.deferContextual(context -> {
                seen.add("source " + context.get("trace"));
                return Flux.just(ONE);
            });

            StepVerifier.create(
                            BulkSync.over(client).sync(source, SyncType.DELTA).contextWrite(Context.of("trace", "42")))
                    .expectNextCount(1)
                    .verifyComplete();

            assertThat(seen).containsExactly("source 42", "client 42");
        }

        @Test
        void progress_is_told_every_so_often_and_once_more_at_the_end() {
            List<BulkProgress> told = new ArrayList<>();
            graph.quota(100, Duration.ofSeconds(20)).closed("contoso.com", Duration.ofMillis(4_500));

            run(bulk.progress(Duration.ofSeconds(1), told::add), Flux.fromIterable(connectors("contoso.com", 60)));
            time.advanceTimeBy(Duration.ofMillis(1_500));

            assertThat(told).singleElement().satisfies(progress -> {
                assertThat(progress.settled()).isEqualTo(SyncTally.NONE);
                assertThat(progress.waiting()).isEqualTo(60);
                assertThat(progress.elapsed()).isEqualTo(Duration.ofSeconds(1));
                assertThat(progress.paused()).isEqualTo(1);
                assertThat(progress.longestPause().orElseThrow().tenant()).isEqualTo("contoso.com");
                assertThat(progress.longestPause().orElseThrow().left()).isEqualTo(Duration.ofMillis(3_550));
            });

            time.advanceTimeBy(Duration.ofMinutes(1));
            BulkProgress last = told.get(told.size() - 1);
            assertThat(last.settled().accepted()).isEqualTo(60);
            assertThat(last.waiting() + last.inFlight()).isZero();
            int calls = told.size();
            time.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(told).hasSize(calls);
        }

        @Test
        void asking_for_less_than_one_outcome_is_an_error() {
            TestSubscriber<SyncOutcome> outcomes =
                    TestSubscriber.builder().initialRequest(0).build();
            bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(outcomes);
            bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(new org.reactivestreams.Subscriber<>() {
                @Override
                public void onSubscribe(org.reactivestreams.Subscription s) {
                    s.request(-1);
                }

                @Override
                public void onNext(SyncOutcome outcome) {}

                @Override
                public void onError(Throwable error) {
                    assertThat(error).isInstanceOf(IllegalArgumentException.class);
                    outcomes.cancel();
                }

                @Override
                public void onComplete() {}
            });

            assertThat(outcomes.isCancelled()).isTrue();
        }

        @Test
        void a_setting_that_makes_no_sense_is_refused_at_once() {
            assertThatThrownBy(() -> bulk.concurrency(0)).hasMessage("concurrency must be at least 1, but was 0");
            assertThatThrownBy(() -> bulk.batch(0)).hasMessageContaining("batch");
            assertThatThrownBy(() -> bulk.maxRetries(-1)).hasMessageContaining("maxRetries");
            assertThatThrownBy(() -> bulk.deadline(Duration.ZERO)).hasMessageContaining("deadline");
            assertThatThrownBy(() -> Quota.of(0, Duration.ofSeconds(1))).hasMessageContaining("at least one");
        }
    }
}
