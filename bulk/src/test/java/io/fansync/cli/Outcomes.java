package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Effort;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.time.Instant;

/** Outcomes as a run brings them. */
final class Outcomes {

    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

    private Outcomes() {}

    static SyncOutcome accepted(String tenant, String id) {
        Trace trace = new Trace(204, "r-1", "c-1", "Fri, 20 Nov 2026 08:00:01 GMT", "{\"ServerInfo\":1}");
        Connector connector = new Connector(tenant, id);
        return new Accepted(
                connector,
                new Effort(2, Duration.ofMillis(1_500), START, START.plusMillis(2_345)),
                new SyncReceipt(connector, SyncType.DELTA, trace));
    }

    static SyncOutcome failed(String tenant, String id, SyncException reason) {
        return new Failed(new Connector(tenant, id), effort(reason), reason);
    }

    static SyncOutcome unknown(String tenant, String id, SyncException reason) {
        return new Unknown(new Connector(tenant, id), effort(reason), reason);
    }

    static SyncOutcome unsent(String tenant, String id) {
        return new Unsent(new Connector(tenant, id), new Effort(0, Duration.ZERO, START, START));
    }

    private static Effort effort(SyncException reason) {
        boolean sent = !(reason instanceof SyncException.Denied denied && denied.signIn());
        return new Effort(sent ? 1 : 0, Duration.ZERO, START, START.plusMillis(sent ? 20 : 0));
    }
}
