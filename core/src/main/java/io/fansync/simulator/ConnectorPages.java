package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Graph's JSON for connectors: one, or a page of them with a link to the next. */
final class ConnectorPages {

    private static final Map<String, String> JSON = Map.of(
            "Content-Type",
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
            "OData-Version",
            "4.0");
    private static final String CONTEXT = "/v1.0/$metadata#deviceManagement/exchangeConnectors";

    private final int pageSize;
    private final Uptime uptime;

    ConnectorPages(int pageSize, Uptime uptime) {
        this.pageSize = pageSize;
        this.uptime = uptime;
    }

    Reply one(Call call, String id) {
        int number = call.tenant().connectors().number(id);
        if (number == 0) {
            return ODataError.reply(Answer.status(404), call.ids());
        }
        return Reply.of(200, JSON, "{" + context(call, "/$entity") + "," + properties(call, number) + "}");
    }

    Reply page(Call call) {
        int first;
        try {
            first = first(call);
        } catch (IllegalArgumentException notOurs) {
            return ODataError.reply(400, "BadRequest", "Invalid $skiptoken.", call.ids());
        }
        int last = (int)
                Math.min(first + (long) pageSize - 1, call.tenant().connectors().count());
        String entities = IntStream.rangeClosed(first, last)
                .mapToObj(number -> "{" + properties(call, number) + "}")
                .collect(Collectors.joining(","));
        String next = last == call.tenant().connectors().count()
                ? ""
                : ",\"@odata.nextLink\":" + Json.quoted(call.root() + call.path() + "?$skiptoken=" + token(last + 1));
        return Reply.of(200, JSON, "{" + context(call, "") + next + ",\"value\":[" + entities + "]}");
    }

    private String properties(Call call, int number) {
        return call.tenant().connectors().json(number, uptime, call.now());
    }

    private static String context(Call call, String kind) {
        return "\"@odata.context\":" + Json.quoted(call.root() + CONTEXT + kind);
    }

    private static int first(Call call) {
        List<String> token = new QueryStringDecoder(call.uri()).parameters().get("$skiptoken");
        if (token == null) {
            return 1;
        }
        int first = Integer.parseInt(new String(Base64.getUrlDecoder().decode(token.get(0)), UTF_8));
        if (first < 1 || first > call.tenant().connectors().count()) {
            throw new IllegalArgumentException("no such page");
        }
        return first;
    }

    private static String token(int first) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(first).getBytes(UTF_8));
    }
}
