package io.fansync;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where MSAL runs: it blocks the thread it is on, and left to itself takes the common pool's or a new one for each call. These
 * are few, whatever the number of token sources and tenants, and end when there is nothing to do.
 */
final class SignInThreads {

    static final int MOST = 16;
    static final String NAME = "fansync-sign-in-";

    static final ExecutorService EXECUTOR = executor();

    private SignInThreads() {}

    private static ExecutorService executor() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> thread(task, number));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Inherits no thread-locals: it works for more than the one who happened to start it. */
    private static Thread thread(Runnable task, AtomicInteger number) {
        Thread thread = new Thread(null, task, NAME + number.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
