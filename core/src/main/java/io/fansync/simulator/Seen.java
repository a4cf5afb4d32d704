package io.fansync.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A request as Graph saw it.
 *
 * @param at when, since the simulator started
 * @param tenant whose token it carried; empty if Graph did not know the token
 * @param token the bearer token; empty if there was none
 * @param path the path and the query, as they came
 * @param headers every header but {@code Authorization}, names in lower case
 * @param status what it was answered; {@code 0} if it was not
 * @param items if it was a batch that was carried out: its items, in the order they came
 */
public record Seen(
        Duration at,
        String tenant,
        String token,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        int status,
        List<Item> items) {

    /**
     * A request within a batch.
     *
     * @param id its id in the batch
     * @param path the item's {@code url}, as it came
     * @param status what it was answered; {@code 0} if it was not, and so neither was the batch
     */
    public record Item(String id, String method, String path, String body, int status) {}
}
