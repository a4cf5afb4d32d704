/** fansync, and what users would pick instead, all given the same job. */
@NullMarked
package io.fansync.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
