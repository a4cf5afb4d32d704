package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * A <a href="https://learn.microsoft.com/graph/json-batching">JSON batch</a>: each item is answered alone, and the
 * answers come in any order.
 */
final class GraphBatch {

    private static final int MAX_ITEMS = 20;

    private final Random order;

    GraphBatch(Random order) {
        this.order = order;
    }

    Reply answer(Call call, Function<Call, Reply> answers) {
        List<BatchItem> items = new ArrayList<>();
        try {
            Json.MAPPER.readTree(call.body()).path("requests").forEach(item -> items.add(BatchItem.of(item)));
            check(items);
        } catch (JacksonException malformed) {
            return ODataError.reply(400, "BadRequest", "Invalid batch payload format.", call.ids());
        } catch (IllegalArgumentException refused) {
            return ODataError.reply(400, "BadRequest", String.valueOf(refused.getMessage()), call.ids());
        }
        return reply(carryOut(items, call, answers));
    }

    private static void check(List<BatchItem> items) {
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("A batch has 1 to 20 requests, but this one has " + items.size() + ".");
        }
        Set<String> ids = new HashSet<>();
        for (BatchItem item : items) {
            if (!ids.containsAll(item.dependsOn())) {
                throw new IllegalArgumentException("Request " + item.id() + " depends on one that is not before it.");
            }
            if (!ids.add(item.key())) {
                throw new IllegalArgumentException("The request id " + item.id() + " is there twice.");
            }
        }
    }

    private static List<Answered> carryOut(List<BatchItem> items, Call call, Function<Call, Reply> answers) {
        List<Answered> answered = new ArrayList<>();
        Map<String, Integer> statuses = new HashMap<>();
        for (BatchItem item : items) {
            boolean orphan = item.dependsOn().stream().anyMatch(id -> statuses.getOrDefault(id, 0) >= 400);
            Reply reply = orphan
                    ? ODataError.reply(424, "FailedDependency", "What this request depends on failed.", call.ids())
                    : answers.apply(call.item(item.method(), "/v1.0" + item.path(), item.body()));
            statuses.put(item.key(), reply.status());
            answered.add(new Answered(item, reply));
        }
        return answered;
    }

    private Reply reply(List<Answered> answered) {
        List<Seen.Item> items = answered.stream().map(Answered::seen).toList();
        for (Answered one : answered) {
            if (one.reply().status() == 0) {
                return one.reply().items(items);
            }
        }
        Collections.shuffle(answered, order);
        return Reply.of(200, Map.of("Content-Type", "application/json"), json(answered))
                .items(items);
    }

    private static String json(List<Answered> answered) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("responses");
            answered.forEach(one -> one.write(json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private record Answered(BatchItem item, Reply reply) {

        Seen.Item seen() {
            return new Seen.Item(item.id(), item.method(), item.url(), item.body(), reply.status());
        }

        void write(JsonGenerator json) {
            json.writeStartObject();
            json.writeStringProperty("id", item.id());
            json.writeNumberProperty("status", reply.status());
            json.writeObjectPropertyStart("headers");
            reply.headers().forEach(json::writeStringProperty);
            json.writeEndObject();
            if (!reply.body().isEmpty()) {
                json.writeName("body");
                writeBody(json);
            }
            json.writeEndObject();
        }

        private void writeBody(JsonGenerator json) {
            if (reply.headers().getOrDefault("Content-Type", "").contains("json")) {
                json.writeRawValue(reply.body());
            } else {
                json.writeString(
                        Base64.getUrlEncoder().encodeToString(reply.body().getBytes(UTF_8)));
            }
        }
    }
}
