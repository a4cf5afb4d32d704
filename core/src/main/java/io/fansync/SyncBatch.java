package io.fansync;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Unavailable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    private static final Map<String, Integer> PLACES =
            IntStream.range(0, LARGEST).boxed().collect(Collectors.toMap(SyncBatch::number, place -> place));
    private static final byte[][] HEADS =
            IntStream.range(0, LARGEST).mapToObj(SyncBatch::head).toArray(byte[][]::new);
    private static final byte[] FULL = tail(SyncType.FULL);
    private static final byte[] DELTA = tail(SyncType.DELTA);
    private static final byte[] END = ascii("]}");

    private final List<Connector> connectors;
    private final SyncType type;

    /** @throws IllegalArgumentException if there are no ids, or more than {@link #LARGEST}, or if one is not of its form */
    SyncBatch(String tenant, List<String> ids, SyncType type) {
        if (ids.isEmpty() || ids.size() > LARGEST) {
            throw new IllegalArgumentException("A batch holds 1 to " + LARGEST + " connectors, not " + ids.size());
        }
        this.connectors = new ArrayList<>(ids.size());
        ids.forEach(id -> connectors.add(new Connector(tenant, id)));
        this.type = type;
    }

    /** Written out, for no part of it needs to be escaped: of an id, a path holds no more than letters, digits and {@code %*-._}. */
    ByteBuf body(ByteBufAllocator buffers) {
        byte[] tail = type == SyncType.FULL ? FULL : DELTA;
        ByteBuf body = buffers.buffer(256 * connectors.size());
        for (int i = 0; i < connectors.size(); i++) {
            String id = connectors.get(i).id();
            body.writeBytes(HEADS[i])
                    .writeBytes(ascii(ConnectorPath.segment(id)))
                    .writeBytes(tail);
        }
        return body.writeBytes(END);
    }

    private static byte[] head(int place) {
        return ascii((place == 0 ? "{\"requests\":[" : ",") + "{\"id\":\"" + number(place)
                + "\",\"method\":\"POST\",\"url\":\"" + ConnectorPath.ALL + "/");
    }

    private static byte[] tail(SyncType type) {
        return ascii(ConnectorPath.SYNC
                + "\",\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"syncType\":\""
                + type.graphName() + "\"}}");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static String number(int place) {
        return Integer.toString(place + 1);
    }

    /** One answer for each connector, in their order, from the body of a 200. */
    List<SyncAnswer> answers(Trace outer, byte[] body, SentToken token) {
        @Nullable SyncAnswer[] answers = given(outer, body, token);
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] == null) {
                answers[i] = unanswered(connectors.get(i), outer);
            }
        }
        return List.of(answers);
    }

    private static SyncAnswer unanswered(Connector connector, Trace outer) {
        return new Unavailable(new GraphError(connector.toString(), "", NO_ANSWER, "", outer), true, null);
    }

    /** By their places. None where the body cannot be read to its end. */
    private @Nullable SyncAnswer[] given(Trace outer, byte[] body, SentToken token) {
        @Nullable SyncAnswer[] answers = new SyncAnswer[connectors.size()];
        try (JsonParser json = JsonMapper.shared().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean responses = json.currentName().equals("responses");
                    if (json.nextToken() == JsonToken.START_ARRAY && responses) {
                        readItems(json, outer, token, answers);
                    } else {
                        json.skipChildren();
                    }
                }
            }
            return answers;
        } catch (JacksonException unreadable) {
            return new SyncAnswer[connectors.size()];
        }
    }

    private void readItems(JsonParser json, Trace outer, SentToken token, @Nullable SyncAnswer[] answers) {
        BatchItem item = new BatchItem();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                item.read(json);
                int place = PLACES.getOrDefault(item.id(), LARGEST);
                if (place < answers.length && item.status() != 0 && tellsMore(item, answers[place])) {
                    answers[place] = answer(connectors.get(place), outer, token, item);
                }
            } else {
                json.skipChildren();
            }
        }
    }

    /** Of several with one number a success counts, since Graph then acted; else the first. */
    private static boolean tellsMore(BatchItem item, @Nullable SyncAnswer earlier) {
        return earlier == null || item.isSuccess() && !(earlier instanceof SyncReceipt);
    }

    private SyncAnswer answer(Connector connector, Trace outer, SentToken token, BatchItem item) {
        Trace trace = item.trace(outer, token);
        return item.isSuccess()
                ? new SyncReceipt(connector, type, trace)
                : GraphErrors.judge(connector.toString(), trace, item.headers(outer), item.body(), token);
    }
}
