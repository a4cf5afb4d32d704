package io.fansync.simulator;

import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param status the HTTP status; {@code 0} if no answer goes back
 * @param cut without an answer: whether the connection is closed, or left hanging
 * @param items if this answers a batch, what became of its items
 */
record Reply(int status, boolean cut, Map<String, String> headers, String body, List<Seen.Item> items) {

    static final Reply CUT = new Reply(0, true, Map.of(), "", List.of());
    static final Reply NEVER = new Reply(0, false, Map.of(), "", List.of());
    static final Reply NO_CONTENT = of(204, Map.of(), "");

    static Reply of(int status, Map<String, String> headers, String body) {
        return new Reply(status, false, headers, body, List.of());
    }

    static Reply json(Map<String, Object> members) {
        return of(200, Map.of("Content-Type", "application/json"), Json.MAPPER.writeValueAsString(members));
    }

    Reply headers(Map<String, String> headers) {
        return new Reply(status, cut, headers, body, items);
    }

    Reply items(List<Seen.Item> items) {
        return new Reply(status, cut, headers, body, items);
    }
}
