package io.fansync.simulator;

import java.time.Instant;
import java.util.UUID;

/** What identifies one exchange: Graph's {@code request-id}, the {@code client-request-id} and the date. */
record Ids(String requestId, String clientRequestId, Instant date) {

    /** Without a {@code client-request-id} from the client, it is the {@code request-id}. */
    static Ids of(Request request, Uptime uptime, long number, long now) {
        String own = guid(uptime.startedAt().getEpochSecond(), number);
        String clients = request.header("client-request-id");
        return new Ids(own, clients.isEmpty() ? own : clients, uptime.instant(now));
    }

    /** A GUID that says its two numbers: {@code 00000001-0000-4000-8000-00000000000a} for 1 and 10. */
    static String guid(long high, long low) {
        return new UUID(high << 32 | 0x4000, Long.MIN_VALUE | low).toString();
    }
}
