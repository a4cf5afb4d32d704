package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fansync.SyncType;
import java.net.URLDecoder;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** What Graph offers, once it knows the tenant: list, get, sync and batch, each behind scripts, quota and faults. */
final class GraphApi {

    private static final String VERSION = "/v1.0/";
    private static final String BATCH = VERSION + "$batch";
    private static final String CONNECTORS = VERSION + "deviceManagement/exchangeConnectors";
    private static final Set<String> SYNC = Set.of("sync", "microsoft.graph.sync");
    private static final Set<String> TYPES =
            Stream.of(SyncType.values()).map(SyncType::graphName).collect(Collectors.toSet());
    private static final Set<String> USUAL_BODIES =
            TYPES.stream().map(type -> "{\"syncType\":\"" + type + "\"}").collect(Collectors.toSet());

    private final ConnectorPages pages;
    private final GraphBatch batch;
    private final Scripts scripts;
    private final Faults faults;
    private final GraphSimulator.RetryAfterForm retryAfter;

    GraphApi(
            ConnectorPages pages,
            GraphBatch batch,
            Scripts scripts,
            Faults faults,
            GraphSimulator.RetryAfterForm retryAfter) {
        this.pages = pages;
        this.batch = batch;
        this.scripts = scripts;
        this.faults = faults;
        this.retryAfter = retryAfter;
    }

    Reply answer(Call call) {
        return scripts.next(call.tenant().domain()).play(() -> request(call), inShape(call));
    }

    private Reply request(Call call) {
        if (!call.path().equals(BATCH)) {
            return operation(call, faults::forRequest);
        }
        return only("POST", call, () -> faults.forRequest().play(() -> batch(call), inShape(call)));
    }

    private Reply batch(Call call) {
        return batch.answer(call, item -> operation(item, faults::forItem));
    }

    private Reply operation(Call call, Supplier<Answer> fault) {
        String path = call.path();
        if (!path.startsWith(VERSION)) {
            String version = path.split("/", 3)[1];
            return ODataError.reply(404, "ResourceNotFound", "Invalid version: " + version, call.ids());
        }
        String[] rest = path.startsWith(CONNECTORS)
                ? path.substring(CONNECTORS.length()).split("/", -1)
                : new String[0];
        boolean known =
                rest.length > 0 && rest.length < 4 && rest[0].isEmpty() && (rest.length < 3 || SYNC.contains(rest[2]));
        if (!known) {
            return ODataError.reply(404, "ResourceNotFound", "Resource not found for " + path, call.ids());
        }
        return switch (rest.length) {
            case 1 -> only("GET", call, () -> gated(call, "", fault, () -> pages.page(call)));
            case 2 -> only("GET", call, () -> gated(call, rest[1], fault, () -> pages.one(call, decoded(rest[1]))));
            default -> only("POST", call, () -> gated(call, rest[1], fault, () -> sync(call, decoded(rest[1]))));
        };
    }

    private Reply sync(Call call, String id) {
        if (!USUAL_BODIES.contains(call.body()) && !TYPES.contains(syncType(call.body()))) {
            return ODataError.reply(Answer.status(400), call.ids());
        }
        Connectors connectors = call.tenant().connectors();
        int number = connectors.number(id);
        if (number == 0) {
            return ODataError.reply(Answer.status(404), call.ids());
        }
        connectors.sync(number, call.now());
        return Reply.NO_CONTENT;
    }

    private static String syncType(String body) {
        try {
            return Json.MAPPER.readTree(body).path("syncType").asString("");
        } catch (JacksonException malformed) {
            return "";
        }
    }

    private Reply gated(Call call, String id, Supplier<Answer> fault, Supplier<Reply> work) {
        return plan(call, id, fault).play(work, inShape(call));
    }

    private Answer plan(Call call, String id, Supplier<Answer> fault) {
        Answer scripted = id.isEmpty() || scripts.isEmpty()
                ? Answer.normal()
                : scripts.next(call.tenant().domain() + "/" + decoded(id));
        if (!scripted.isNormal()) {
            return scripted;
        }
        Tenant.Refusal refusal = call.tenant().admit(call.method().equals("POST"), call.now());
        return switch (refusal.status()) {
            case 0 -> fault.get();
            case 429 ->
                retryAfter.on(Answer.status(429), refusal.nanos(), call.ids().date());
            default -> Answer.status(refusal.status());
        };
    }

    private static Reply only(String method, Call call, Supplier<Reply> work) {
        return call.method().equals(method)
                ? work.get()
                : ODataError.reply(
                        405, "MethodNotAllowed", "The method " + call.method() + " is not allowed here.", call.ids());
    }

    private static Function<Answer, Reply> inShape(Call call) {
        return answer -> ODataError.reply(answer, call.ids());
    }

    private static String decoded(String segment) {
        try {
            return segment.indexOf('%') < 0 ? segment : URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
