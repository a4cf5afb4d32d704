/** Runs the whole set, keeps its figures as JSON and draws them. */
@NullMarked
package io.fansync.benchmarks.report;

import org.jspecify.annotations.NullMarked;
