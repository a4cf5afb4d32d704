package io.fansync;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

final class BusyCommonPool {

    private BusyCommonPool() {}

    /** Does the work while every worker of the common pool is busy, and has more to do. */
    static void during(Runnable work) {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 10 * pool.getParallelism(); i++) {
            pool.execute(() -> stayUntil(end));
        }
        try {
            work.run();
        } finally {
            end.countDown();
        }
    }

    private static void stayUntil(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
