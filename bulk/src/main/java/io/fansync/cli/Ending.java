package io.fansync.cli;

import java.util.stream.Stream;

/** How a command can end, in the order in which one outweighs the others where several apply. */
enum Ending {
    INTERRUPTED(130),
    TERMINATED(143),
    /** A bug, or a machine that fails: a disk full. */
    BROKEN(1),
    /** Bad usage or input, or no credentials; nothing was sent. */
    REFUSED(2),
    /** No tenant could be signed in. */
    NOT_SIGNED_IN(4),
    /** The deadline came first. */
    STOPPED(5),
    /** Some connectors failed, or are unknown. */
    FAILED(3),
    /** All were accepted, and some not confirmed in time. */
    UNCONFIRMED(7),
    ACCEPTED(0);

    private final int exitCode;

    Ending(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** The one that outweighs all others. */
    static Ending gravest(Stream<Ending> endings) {
        return endings.min(Enum::compareTo).orElse(ACCEPTED);
    }
}
