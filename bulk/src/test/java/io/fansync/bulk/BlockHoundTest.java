package io.fansync.bulk;

import java.util.concurrent.locks.ReentrantLock;
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

    @Test
    void does_not_throw_out_of_a_lock_that_another_holds_for_a_moment() {
        ReentrantLock lock = new ReentrantLock();
        Mono<Void> both = Mono.fromRunnable(() -> {
            lock.lock();
            lock.unlock();
        });

        lock.lock();
        StepVerifier.create(both.subscribeOn(Schedulers.parallel()))
                .then(() -> {
                    while (!lock.hasQueuedThreads()) {
                        Thread.yield();
                    }
                    lock.unlock();
                })
                .verifyComplete();
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
