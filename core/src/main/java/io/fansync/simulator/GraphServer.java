package io.fansync.simulator;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Graph's outer wall: who asks, what is written down, and the headers that every answer has. */
final class GraphServer implements Function<Request, Reply> {

    private static final String BEARER = "Bearer ";
    private static final String DIAGNOSTIC =
            "{\"ServerInfo\":{\"DataCenter\":\"Loopback\",\"Slice\":\"E\",\"Ring\":\"1\",\"ScaleUnit\":\"000\","
                    + "\"RoleInstance\":\"SIMULATOR\"}}";

    private final GraphApi api;
    private final Tokens tokens;
    private final Ledger ledger;
    private final Uptime uptime;
    private final AtomicLong requests = new AtomicLong();

    GraphServer(GraphApi api, Tokens tokens, Ledger ledger, Uptime uptime) {
        this.api = api;
        this.tokens = tokens;
        this.ledger = ledger;
        this.uptime = uptime;
    }

    @Override
    public Reply apply(Request request) {
        long now = uptime.nanos();
        Ids ids = Ids.of(request, uptime, requests.incrementAndGet(), now);
        String token = bearer(request);
        Tokens.Grant grant = tokens.find(token, now);
        Reply reply = reply(request, token, grant, ids, now);
        if (ledger.keepsRequests()) {
            ledger.add(seen(request, token, grant, reply, now));
        }
        return reply.headers(withUsual(reply, ids));
    }

    private Reply reply(Request request, String token, Tokens.@Nullable Grant grant, Ids ids, long now) {
        if (grant == null || grant.expired(now)) {
            String message = token.isEmpty()
                    ? "Access token is empty."
                    : grant == null ? "Invalid access token." : "Lifetime validation failed, the token is expired.";
            return ODataError.reply(401, "InvalidAuthenticationToken", message, ids);
        }
        if (tokens.revoked(grant)) {
            return ODataError.reply(challenge(grant.tenant()), ids);
        }
        if (request.method().equals("POST") && request.header("Content-Type").isEmpty()) {
            String message = "Write requests (excluding DELETE) must contain the Content-Type header declaration.";
            return ODataError.reply(400, "BadRequest", message, ids);
        }
        String root = "http://" + request.header("Host");
        return api.answer(new Call(grant.tenant(), request.method(), request.uri(), request.body(), root, ids, now));
    }

    private Answer challenge(Tenant tenant) {
        long since = uptime.instant(tokens.revokedAt(tenant)).getEpochSecond();
        return Answer.error(
                        401,
                        "InvalidAuthenticationToken",
                        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
                                + "TokenIssuedBeforeRevocationTimestamp")
                .claims("{\"access_token\":{\"nbf\":{\"essential\":true, \"value\":\"" + since + "\"}}}");
    }

    private static String bearer(Request request) {
        String authorization = request.header("Authorization");
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : "";
    }

    private static Map<String, String> withUsual(Reply reply, Ids ids) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("request-id", ids.requestId());
        headers.put("client-request-id", ids.clientRequestId());
        headers.put("x-ms-ags-diagnostic", DIAGNOSTIC);
        headers.put("Date", DateFormatter.format(Date.from(ids.date())));
        headers.putAll(reply.headers());
        return headers;
    }

    private static Seen seen(Request request, String token, Tokens.@Nullable Grant grant, Reply reply, long now) {
        Map<String, String> headers = request.headers().entries().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Authorization"))
                .collect(toUnmodifiableMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first + ", " + second));
        return new Seen(
                Duration.ofNanos(now),
                grant == null ? "" : grant.tenant().domain(),
                token,
                request.method(),
                request.uri(),
                headers,
                request.body(),
                reply.status(),
                reply.items());
    }
}
