package io.fansync.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run leaves what is left of it.
 *
 * @param results the rows
 * @param report the page for people
 * @param journal what a later run can go on from
 * @param goOn the command that does, if something is left to do
 */
record Places(Optional<Path> results, Optional<Path> report, Optional<Path> journal, Optional<String> goOn) {

    /** Rows and a report, no journal. */
    Places(Optional<Path> results, Optional<Path> report) {
        this(results, report, Optional.empty(), Optional.empty());
    }
}
