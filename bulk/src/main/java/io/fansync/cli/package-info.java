/** The command line. Data goes to stdout, everything else to stderr. */
@NullMarked
package io.fansync.cli;

import org.jspecify.annotations.NullMarked;
