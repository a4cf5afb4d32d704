package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Unavailable;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** That a silent server is given up on, {@link SentOrNotTest} shows. */
@Timeout(60)
class AnswerTimeoutTest {

    private static final String ACCEPTED = "HTTP/1.1 204 No Content\r\n\r\n";

    @Test
    void a_connection_that_was_used_before_is_watched_as_well() {
        try (RawServer server = RawServer.that(
                        peer -> peer.read().write(ACCEPTED).read().waitForTheClientToClose());
                ConnectorClient client = ConnectorClient.create(
                        server.cloud(),
                        TokenSource.fixed(TOKEN),
                        http -> http.responseTimeout(Duration.ofSeconds(1)))) {
            Mono<SyncReceipt> sync = client.sync(CONNECTOR, SyncType.FULL);

            StepVerifier.create(sync).expectNextCount(1).verifyComplete();
            StepVerifier.create(sync)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(Unavailable.class)
                            .hasMessageContaining("did not answer in time"))
                    .verify();

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_that_no_answer_is_due_on_may_be_silent() {
        EmbeddedChannel idle = new EmbeddedChannel();
        AnswerTimeout.start(idle, Duration.ofNanos(1));

        assertThat(idle.runScheduledPendingTasks()).isEqualTo(-1);

        assertThat(idle.isOpen()).isTrue();
        idle.finishAndReleaseAll();
    }

    @Test
    void a_connection_needs_one_for_all_its_requests() {
        EmbeddedChannel channel = new EmbeddedChannel();

        AnswerTimeout.start(channel, Duration.ofDays(1));
        AnswerTimeout.start(channel, Duration.ofDays(1));

        assertThat(channel.pipeline().toMap()).hasSize(1);
        channel.close();
    }
}
