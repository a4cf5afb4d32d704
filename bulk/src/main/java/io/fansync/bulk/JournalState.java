package io.fansync.bulk;

import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.Journal.Past;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;

/** Where a connector stands by the last line about it, which begins with this word in lower case. */
enum JournalState {
    /** It belongs to the input. */
    PLANNED(Past.NONE),
    /** Written ahead of the request. */
    SENT(Past.SENT),
    /** Sent, and certainly not acted upon. */
    REFUSED(Past.NONE),
    ACCEPTED(Past.SETTLED),
    CONFIRMED(Past.SETTLED),
    UNCONFIRMED(Past.SETTLED),
    /** Failed for good: no resume would change it. */
    FAILED(Past.SETTLED),
    /** Failed for a reason that may be gone by the time of a resume. */
    RETRIABLE(Past.NONE),
    UNKNOWN(Past.SENT);

    private final Past past;

    JournalState(Past past) {
        this.past = past;
    }

    Past past() {
        return past;
    }

    static JournalState after(Entry.Step step) {
        return step instanceof Entry.Settled settled
                ? after(settled.outcome())
                : step instanceof Entry.Sent ? SENT : REFUSED;
    }

    private static JournalState after(SyncOutcome outcome) {
        if (outcome instanceof Accepted) {
            return ACCEPTED;
        }
        if (outcome instanceof Confirmed) {
            return CONFIRMED;
        }
        if (outcome instanceof Unconfirmed) {
            return UNCONFIRMED;
        }
        if (outcome instanceof Failed failed) {
            return failed.reason() instanceof UnknownConnector || failed.reason() instanceof Rejected
                    ? FAILED
                    : RETRIABLE;
        }
        return UNKNOWN;
    }
}
