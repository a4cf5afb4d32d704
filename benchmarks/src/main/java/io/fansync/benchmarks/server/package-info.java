/** The servers that the clients are measured against, each in a process of its own. */
@NullMarked
package io.fansync.benchmarks.server;

import org.jspecify.annotations.NullMarked;
