package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.blockhound.BlockingOperationError;
import reactor.test.StepVerifier;

/** The other tests prove that nothing blocks, as long as this one is green. */
@Timeout(60)
class BlockHoundTest {

    @Test
    void finds_who_sleeps_on_an_event_loop() {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(status(204));

            StepVerifier.create(graph.client().sync(CONNECTOR, SyncType.FULL).doOnNext(receipt -> sleep()))
                    .expectError(BlockingOperationError.class)
                    .verify();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
