package io.fansync.bulk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Who goes when, and who does not, over HTTP; the order in the server's own record is the judge. */
@Timeout(120)
class TurnsOverHttpTest {

    private static final TokenSource TOKENS =
            TokenSource.byTenant(tenant -> TokenSource.fixed("sim." + tenant + ".test"));

    private static final String WHALE = "tenant-1.example";

    private static Flux<SyncOutcome> sync(BulkSync bulk, List<Connector> connectors) {
        return bulk.sync(Flux.fromIterable(connectors), SyncType.DELTA);
    }

    @Test
    void two_runs_and_a_hundred_single_calls_share_a_tenants_quota_and_the_calls_go_first() {
        Duration window = Duration.ofSeconds(2);
        try (GraphSimulator.Running graph = GraphSimulator.create()
                        .connectors(500)
                        .quota(100, window)
                        .latency(Duration.ofMillis(500))
                        .start();
                ConnectorClient client = ConnectorClient.create(graph.cloud(), TOKENS)) {
            BulkSync bulk = BulkSync.over(client).batch(1).quota(Quota.atMost(100, window));
            List<Connector> all = graph.connectors();

            Flux.fromIterable(all.subList(495, 500))
                    .concatMap(connector -> bulk.client().sync(connector, SyncType.DELTA))
                    .blockLast();
            Mono<List<SyncOutcome>> runs = Flux.merge(
                            sync(bulk, all.subList(0, 200)), sync(bulk.concurrency(16), all.subList(200, 400)))
                    .collectList();
            Mono<Void> calls = Flux.fromIterable(all.subList(400, 495))
                    .flatMap(connector -> bulk.client().sync(connector, SyncType.DELTA), 100)
                    .then();
            Mono<Void> callsMeanwhile = Mono.delay(Duration.ofMillis(500)).then(calls);

            StepVerifier.create(Mono.zip(runs, callsMeanwhile.thenReturn(true)))
                    .assertNext(both -> assertThat(both.getT1()).hasSize(400).hasOnlyElementsOfType(Accepted.class))
                    .verifyComplete();

            List<Seen> seen = graph.requests();
            assertThat(seen).hasSize(500).allMatch(request -> request.status() == 204);
            int first = IntStream.range(5, 500)
                    .filter(i -> isSingle(seen.get(i), all))
                    .findFirst()
                    .orElseThrow();
            long between = IntStream.range(first, 500)
                    .filter(i -> !isSingle(seen.get(i), all))
                    .filter(i -> IntStream.range(i, 500).anyMatch(j -> isSingle(seen.get(j), all)))
                    .count();
            assertThat(between).as("of the runs', once the calls had begun").isLessThanOrEqualTo(64);
        }
    }

    private static boolean isSingle(Seen seen, List<Connector> all) {
        return all.subList(400, 500).stream().anyMatch(connector -> seen.path().contains(connector.id()));
    }

    @Test
    void a_whale_that_is_throttled_until_all_others_are_done_holds_up_nobody_and_loses_nobody() {
        GraphSimulator fifty = GraphSimulator.create()
                .tenants(50)
                .connectors(100)
                .noQuota()
                .retryAfter(GraphSimulator.RetryAfterForm.ABSENT);
        try (GraphSimulator.Running graph = fifty.start();
                ConnectorClient client = ConnectorClient.create(graph.cloud(), TOKENS)) {
            List<Connector> all = new ArrayList<>(graph.connectors().subList(0, 100));
            all.addAll(healthy(graph));
            graph.throttle(WHALE, Duration.ofHours(1));
            AtomicInteger others = new AtomicInteger();
            BulkSync bulk = BulkSync.over(client).concurrency(8).batch(1).quota(Quota.of(100, Duration.ofSeconds(2)));

            StepVerifier.create(sync(bulk, all)
                            .doOnNext(outcome -> {
                                if (others.incrementAndGet() == 490) {
                                    graph.throttle(WHALE, Duration.ZERO);
                                }
                            })
                            .collectList())
                    .assertNext(outcomes -> assertThat(outcomes)
                            .hasSize(590)
                            .hasOnlyElementsOfType(Accepted.class)
                            .satisfies(inOrder -> assertThat(inOrder.subList(0, 490))
                                    .noneMatch(one -> one.connector().tenant().equals(WHALE))))
                    .verifyComplete();

            assertThat(graph.requests().subList(0, 490 * 6 / 5))
                    .filteredOn(seen -> !seen.tenant().equals(WHALE))
                    .as("of the others', however often the whale was tried")
                    .hasSize(490);
            assertThat(graph.synced()).hasSize(590).values().containsOnly(1);
        }
    }

    private static List<Connector> healthy(GraphSimulator.Running graph) {
        return IntStream.range(1, 50)
                .boxed()
                .flatMap(tenant -> graph.connectors().subList(tenant * 100, tenant * 100 + 10).stream())
                .toList();
    }

    @Test
    void nothing_is_written_to_a_tenant_from_when_a_429_is_read_until_its_time_is_over() {
        try (GraphSimulator.Running graph =
                        GraphSimulator.create().connectors(100).noQuota().start();
                ConnectorClient client = ConnectorClient.create(graph.cloud(), TOKENS)) {
            graph.script(graph.connectors().get(20), Answer.retryAfter("4"));
            AtomicInteger seenWhenRead = new AtomicInteger();
            ConnectorClient watched = (connector, type) -> client.sync(connector, type)
                    .doOnError(refusal -> seenWhenRead.set(graph.requests().size()));

            StepVerifier.create(sync(
                                    BulkSync.over(watched).concurrency(2).quota(Quota.of(100, Duration.ofSeconds(1))),
                                    graph.connectors())
                            .collectList())
                    .assertNext(outcomes -> assertThat(outcomes).hasSize(100).hasOnlyElementsOfType(Accepted.class))
                    .verifyComplete();

            List<Seen> seen = graph.requests();
            Duration over = seen.stream()
                    .filter(request -> request.status() == 429)
                    .map(request -> request.at().plusSeconds(4))
                    .findFirst()
                    .orElseThrow();
            assertThat(seen.subList(seenWhenRead.get(), seen.size()))
                    .filteredOn(request -> request.at().compareTo(over) < 0)
                    .as("what was on its way")
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_storm_of_refusals_is_sat_out_in_silence_and_cuts_the_rate_once_to_what_the_server_took() {
        Duration pause = Duration.ofSeconds(4);
        Scheduler one = Schedulers.newSingle("answers");
        try (GraphSimulator.Running graph = GraphSimulator.create()
                        .connectors(150)
                        .noQuota()
                        .latency(Duration.ofMillis(100))
                        .start();
                ConnectorClient client = ConnectorClient.create(graph.cloud(), TOKENS)) {
            graph.connectors().subList(64, 84).forEach(c -> graph.script(c, Answer.retryAfter("" + pause.toSeconds())));
            AtomicInteger answers = new AtomicInteger();
            AtomicInteger answersBefore = new AtomicInteger();
            ConnectorClient oneByOne = (connector, type) -> client.sync(connector, type)
                    .publishOn(one)
                    .doOnError(refusal -> answersBefore.compareAndSet(0, answers.get()))
                    .doOnTerminate(answers::incrementAndGet);
            Journal journal = Journal.memory();

            Quota belief = Quota.of(1_000, Duration.ofSeconds(3));
            BulkSync bulk =
                    BulkSync.over(oneByOne).concurrency(32).journal(journal).quota(belief);
            StepVerifier.create(sync(bulk, graph.connectors()).collectList())
                    .assertNext(outcomes -> assertThat(outcomes).hasSize(150).hasOnlyElementsOfType(Accepted.class))
                    .verifyComplete();

            List<Seen> seen = graph.requests();
            List<Seen> refused =
                    seen.stream().filter(request -> request.status() == 429).toList();
            Duration over = refused.get(19).at().plus(pause);
            List<Seen> before = seen.stream()
                    .filter(request -> request.at().compareTo(over) < 0)
                    .toList();
            assertThat(refused).hasSize(20);
            assertThat(before)
                    .as("sent before the first refusal was read")
                    .hasSizeLessThanOrEqualTo(answersBefore.get() + 32);
            assertThat(learntBy(journal)).isEqualTo(before.size() - 20);
        } finally {
            one.dispose();
        }
    }

    private static int learntBy(Journal journal) {
        return requireNonNull(journal.open(new Journal.Job(SyncType.DELTA, Optional.empty(), false))
                .map(session -> session.learnt(WHALE).orElseThrow().limit())
                .block());
    }
}
