package io.fansync.bulk;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The other tests prove that nothing blocks, as long as this one is green. */
class BlockHoundTest {

    @Test
    void finds_who_sleeps_on_a_thread_that_must_not_block() {
        StepVerifier.create(Mono.fromRunnable(BlockHoundTest::sleep).subscribeOn(Schedulers.parallel()))
                .expectError(BlockingOperationError.class)
                .verify();
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
