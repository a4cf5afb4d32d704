package io.fansync;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Several syncs as one <a href="https://learn.microsoft.com/graph/json-batching">JSON batch</a>. Its items are known by
 * their number: Graph compares ids without regard to case, and the connectors' own ids may differ in nothing else.
 */
final class SyncBatch {

    /** As many as Graph takes. */
    static final int LARGEST = 20;

    private static final String NO_ANSWER = "no answer in the batch";
    private static final List<String> NUMBERS =
            IntStream.rangeClosed(1, LARGEST).mapToObj(Integer::toString).toList();

    private SyncBatch() {}

    /** @throws IllegalArgumentException if there are no ids, or more than {@link #LARGEST} */
    static byte[] body(List<String> ids, SyncType type) {
        if (ids.isEmpty() || ids.size() > LARGEST) {
            throw new IllegalArgumentException("A batch holds 1 to " + LARGEST + " connectors, not " + ids.size());
        }
        StringBuilder body = new StringBuilder(256 * ids.size()).append("{\"requests\":[");
        for (int i = 0; i < ids.size(); i++) {
            body.append(i == 0 ? "" : ",");
            appendItem(body, NUMBERS.get(i), ids.get(i), type);
        }
        return body.append("]}").toString().getBytes(US_ASCII);
    }

    /** Written out, for no part of it needs to be escaped: of an id, a path holds no more than letters, digits and {@code %*-._}. */
    private static void appendItem(StringBuilder body, String number, String id, SyncType type) {
        body.append("{\"id\":\"")
                .append(number)
                .append("\",\"method\":\"POST\",\"url\":\"")
                .append(ConnectorPath.sync(id))
                .append("\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"syncType\":\"")
                .append(type.graphName())
                .append("\"}}");
    }

    /** One answer for each connector, in their order, from the body of a 200. */
    static List<SyncAnswer> answers(List<Connector> connectors, SyncType type, Trace outer, byte[] body) {
        @Nullable BatchItem[] items = items(body);
        List<SyncAnswer> answers = new ArrayList<>(connectors.size());
        for (int i = 0; i < connectors.size(); i++) {
            answers.add(answer(connectors.get(i), type, outer, items[i]));
        }
        return answers;
    }

    /** By their numbers. Of several with one number a success counts, since Graph then acted; else the first. */
    private static @Nullable BatchItem[] items(byte[] body) {
        @Nullable BatchItem[] items = new BatchItem[LARGEST];
        try (JsonParser json = JsonMapper.shared().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean responses = json.currentName().equals("responses");
                    if (json.nextToken() == JsonToken.START_ARRAY && responses) {
                        readItems(json, items);
                    } else {
                        json.skipChildren();
                    }
                }
            }
            return items;
        } catch (JacksonException unreadable) {
            return new BatchItem[LARGEST];
        }
    }

    private static void readItems(JsonParser json, @Nullable BatchItem[] items) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                BatchItem item = BatchItem.read(json);
                int number = NUMBERS.indexOf(item.id());
                if (number >= 0 && tellsMore(item, items[number])) {
                    items[number] = item;
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private static boolean tellsMore(BatchItem item, @Nullable BatchItem earlier) {
        return earlier == null || item.isSuccess() && !earlier.isSuccess();
    }

    private static SyncAnswer answer(Connector connector, SyncType type, Trace outer, @Nullable BatchItem item) {
        if (item == null || item.status() == 0) {
            return new Unavailable(new GraphError(connector.toString(), "", NO_ANSWER, "", outer), true, null);
        }
        Trace trace = item.trace(outer);
        return item.isSuccess()
                ? new SyncReceipt(connector, type, trace)
                : GraphErrors.judge(connector.toString(), trace, item.headers(outer), item.body());
    }
}
