package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** What never left for Graph: no attempt, nothing learnt, and no end of trying unless it is plain that it leads nowhere. */
class UnsentTest extends VirtualRun {

    static final List<Exception> HOPELESS = List.of(new UnknownHostException("graph.example"), (Exception)
            new SSLHandshakeException("PKIX path building failed")
                    .initCause(new CertificateException("unable to find valid certification path")));

    private static Unavailable unreachable(Exception why) {
        return new Unavailable("could not connect", false, why);
    }

    @Test
    void a_sign_in_that_is_throttled_is_no_attempt_holds_its_tenant_as_long_as_asked_and_teaches_the_gate_nothing() {
        graph.answers(ONE, new Throttled("too many sign-ins", false, Duration.ofSeconds(30)));

        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.batch(1), Flux.fromIterable(connectors("contoso.com", 90)).startWith(ONE));
        time.advanceTimeBy(Duration.ofSeconds(29));

        assertThat(graph.calls).hasSizeLessThan(91).allMatch(call -> call.at().toMillis() < 150);

        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(outcomes.getReceivedOnNext())
                .hasSize(91)
                .hasOnlyElementsOfType(Accepted.class)
                .allSatisfy(outcome -> assertThat(outcome.attempts()).isEqualTo(1));
    }

    @ParameterizedTest
    @FieldSource("HOPELESS")
    void what_could_never_be_reached_because_of_a_name_or_a_certificate_fails_within_minutes(Exception why) {
        ConnectorClient nowhere = (connector, type) -> Mono.error(unreachable(why));

        TestSubscriber<SyncOutcome> outcomes =
                run(BulkSync.over(nowhere, time), Flux.fromIterable(connectors("contoso.com", 500)));
        time.advanceTimeBy(Duration.ofSeconds(55));
        assertThat(outcomes.getReceivedOnNext()).isEmpty();

        time.advanceTimeBy(Duration.ofMinutes(2));
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext()).hasSize(500).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(outcome.attempts()).isZero();
        });
    }

    @ParameterizedTest
    @FieldSource("HOPELESS")
    void once_graph_was_reached_the_same_is_an_outage_that_loses_nothing(Exception why) {
        graph.answers(ONE, unreachable(why));
        List<Duration> tries = new ArrayList<>();
        ConnectorClient outage = (connector, type) -> {
            tries.add(graph.now());
            boolean out = graph.now().toSeconds() >= 1 && graph.now().toMinutes() < 30;
            return out ? Mono.error(unreachable(why)) : Mono.just(new SyncReceipt(connector, type));
        };
        BulkSync bulk = BulkSync.over(outage, time);
        run(bulk, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(1));

        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(connectors("contoso.com", 500)));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(500).hasOnlyElementsOfType(Accepted.class);
        assertThat(tries).hasSizeLessThan(501 + 200);
    }

    @Test
    void a_request_that_was_given_up_has_not_shown_that_graph_can_be_reached() {
        AtomicBoolean looksUp = new AtomicBoolean(true);
        ConnectorClient nowhere = (connector, type) ->
                looksUp.get() ? Mono.never() : Mono.error(unreachable(new UnknownHostException("graph.exmaple")));
        BulkSync bulk = BulkSync.over(nowhere, time);
        run(bulk.deadline(Duration.ofSeconds(1)), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));
        looksUp.set(false);

        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Failed.class);
    }

    @Test
    void a_server_that_refuses_connections_is_tried_for_as_long_as_it_takes() {
        ConnectorClient late = (connector, type) -> graph.now().toMinutes() < 30
                ? Mono.error(unreachable(new ConnectException("connection refused")))
                : Mono.just(new SyncReceipt(connector, type));

        TestSubscriber<SyncOutcome> outcomes = run(BulkSync.over(late, time), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(31));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }
}
