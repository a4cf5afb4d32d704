package io.fansync.cli;

import io.fansync.bulk.Journal;
import io.fansync.bulk.SyncTally;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is remembered under.
 *
 * @param name empty if it is not remembered
 * @param earlier what earlier runs of it have settled
 * @param isResumed whether there were any
 * @param goOn the command that goes on with it
 */
record Job(
        String name,
        Journal journal,
        Optional<Path> file,
        SyncTally earlier,
        boolean isResumed,
        Optional<String> goOn) {

    /** Not remembered. */
    static final Job NONE = new Job("", Journal.none(), Optional.empty(), SyncTally.NONE, false, Optional.empty());
}
