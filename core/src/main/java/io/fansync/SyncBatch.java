package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Several syncs as one <a href="https://learn.microsoft.com/graph/json-batching">JSON batch</a>. Its items are known by
 * their number: Graph compares ids without regard to case, and the connectors' own ids may differ in nothing else.
 */
final class SyncBatch {

    /** As many as Graph takes. */
    static final int LARGEST = 20;

    private static final String NO_ANSWER = "no answer in the batch";
    private static final DefaultHttpHeadersFactory LENIENT =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private SyncBatch() {}

    /** @throws IllegalArgumentException if there are no ids, or more than {@link #LARGEST} */
    static byte[] body(List<String> ids, SyncType type) {
        if (ids.isEmpty() || ids.size() > LARGEST) {
            throw new IllegalArgumentException("A batch holds 1 to " + LARGEST + " connectors, not " + ids.size());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(256 * ids.size());
        try (JsonGenerator json = JsonMapper.shared().createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("requests");
            for (int i = 0; i < ids.size(); i++) {
                writeItem(json, number(i), ids.get(i), type);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static void writeItem(JsonGenerator json, String number, String id, SyncType type) {
        json.writeStartObject();
        json.writeStringProperty("id", number);
        json.writeStringProperty("method", "POST");
        json.writeStringProperty("url", ConnectorPath.sync(id));
        json.writeObjectPropertyStart("headers");
        json.writeStringProperty("Content-Type", "application/json");
        json.writeEndObject();
        json.writeObjectPropertyStart("body");
        json.writeStringProperty("syncType", type.graphName());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** One answer for each id, in the order of the ids, from the body of a 200. */
    static List<SyncAnswer> answers(String tenant, List<String> ids, SyncType type, Trace outer, byte[] body) {
        Map<String, JsonNode> items = items(body);
        return IntStream.range(0, ids.size())
                .mapToObj(i -> answer(new Connector(tenant, ids.get(i)), type, outer, items.get(number(i))))
                .toList();
    }

    private static String number(int index) {
        return Integer.toString(index + 1);
    }

    private static Map<String, JsonNode> items(byte[] body) {
        Map<String, JsonNode> items = new HashMap<>();
        try {
            for (JsonNode item : JsonMapper.shared().readTree(body).path("responses")) {
                items.putIfAbsent(item.path("id").asString(""), item);
            }
        } catch (JacksonException unreadable) {
            items.clear();
        }
        return items;
    }

    private static SyncAnswer answer(Connector connector, SyncType type, Trace outer, @Nullable JsonNode item) {
        int status = item == null ? 0 : item.path("status").asInt(0);
        if (item == null || status == 0) {
            return new Unavailable(new GraphError(connector.toString(), "", NO_ANSWER, "", outer), true, null);
        }
        HttpHeaders headers = headers(item.path("headers"), outer);
        Trace trace = new Trace(
                status,
                PlainText.of(headers.get("request-id", outer.requestId())),
                PlainText.of(headers.get("client-request-id", outer.clientRequestId())),
                PlainText.of(headers.get(HttpHeaderNames.DATE, outer.date())),
                PlainText.of(headers.get("x-ms-ags-diagnostic", outer.agsDiagnostic())));
        return status >= 200 && status < 300
                ? new SyncReceipt(connector, type, trace)
                : GraphErrors.judge(connector.toString(), trace, headers, bytes(item.path("body")));
    }

    /** An item need not be dated: the batch is, and both were answered together. */
    private static HttpHeaders headers(JsonNode values, Trace outer) {
        HttpHeaders headers = LENIENT.newHeaders();
        for (Map.Entry<String, JsonNode> header : values.properties()) {
            elements(header.getValue()).forEach(value -> headers.add(header.getKey(), value.asString("")));
        }
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set(HttpHeaderNames.DATE, outer.date());
        }
        return headers;
    }

    private static Stream<JsonNode> elements(JsonNode value) {
        return value.isArray() ? value.valueStream() : Stream.of(value);
    }

    /** What is not JSON, such as a proxy's page, comes as text in base64. */
    private static byte[] bytes(JsonNode body) {
        if (body.isString()) {
            return Base64Text.decoded(body.asString()).getBytes(UTF_8);
        }
        return body.isObject() ? body.toString().getBytes(UTF_8) : new byte[0];
    }
}
