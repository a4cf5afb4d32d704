/** What a sync costs. Run with {@code java -jar benchmarks/target/benchmarks.jar}. */
@NullMarked
package io.fansync.benchmarks;

import org.jspecify.annotations.NullMarked;
