package io.fansync.benchmarks.report;

import io.fansync.ErrorBenchmark;
import io.fansync.RetryAfterBenchmark;
import io.fansync.benchmarks.CachedTokenBenchmark;
import io.fansync.benchmarks.ColdTokenBenchmark;
import io.fansync.benchmarks.EngineBenchmark;
import io.fansync.benchmarks.JournalBenchmark;
import io.fansync.benchmarks.OneSyncBenchmark;
import io.fansync.benchmarks.StartupBenchmark;
import io.fansync.bulk.GateBenchmark;
import java.util.List;

/** What is weighed alone. */
final class Parts {

    static final List<Class<?>> ALL = List.of(
            OneSyncBenchmark.class,
            StartupBenchmark.class,
            EngineBenchmark.class,
            GateBenchmark.class,
            JournalBenchmark.class,
            ErrorBenchmark.class,
            RetryAfterBenchmark.class,
            CachedTokenBenchmark.class,
            ColdTokenBenchmark.class);

    private Parts() {}
}
