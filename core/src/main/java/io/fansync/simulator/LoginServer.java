package io.fansync.simulator;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The sign-in authority: tokens, device codes and the documents that say where these are. */
final class LoginServer implements Function<Request, Reply> {

    private static final Set<String> ANY_TENANT = Set.of("common", "organizations");

    private final Tenants tenants;
    private final TokenEndpoint tokens;
    private final Scripts scripts;
    private final Ledger ledger;
    private final Uptime uptime;
    private final AtomicLong requests = new AtomicLong();

    LoginServer(Tenants tenants, TokenEndpoint tokens, Scripts scripts, Ledger ledger, Uptime uptime) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.scripts = scripts;
        this.ledger = ledger;
        this.uptime = uptime;
    }

    @Override
    public Reply apply(Request request) {
        long now = uptime.nanos();
        Ids ids = Ids.of(request, uptime, requests.incrementAndGet(), now);
        Reply reply = route(request, ids, now);
        Map<String, String> headers =
                new LinkedHashMap<>(Map.of("x-ms-request-id", ids.requestId(), "Cache-Control", "no-store, no-cache"));
        headers.putAll(reply.headers());
        return reply.headers(headers);
    }

    private Reply route(Request request, Ids ids, long now) {
        String[] path = new QueryStringDecoder(request.uri()).rawPath().split("/", 3);
        String tenant = path.length < 3 ? "" : path[1];
        String root = "https://" + request.header("Host") + "/" + tenant;
        return switch (path.length < 3 ? "" : path[2]) {
            case "oauth2/v2.0/token" -> token(tenant, request, ids, now);
            case "oauth2/v2.0/devicecode" -> tokens.deviceCode(root);
            case "v2.0/.well-known/openid-configuration" -> Reply.json(openIdConfiguration(root));
            case "discovery/instance" -> Reply.json(instance(request.header("Host")));
            default -> Reply.of(404, Map.of(), "");
        };
    }

    private Reply token(String name, Request request, Ids ids, long now) {
        TokenForm form = TokenForm.of(request.body());
        Tenant tenant = ANY_TENANT.contains(name) ? tenants.all().get(0) : tenants.find(name);
        Reply reply = tenant == null
                ? new OAuthError(400, "invalid_request", 90002, "Tenant '" + name + "' not found.").reply(ids)
                : scripts.next(tenant.domain())
                        .play(() -> tokens.token(tenant, form, ids, now), answer -> OAuthError.reply(answer, ids));
        ledger.add(new TokenCall(tenant == null ? name : tenant.domain(), form.fields(), reply.status()));
        return reply;
    }

    private static Map<String, Object> openIdConfiguration(String root) {
        return Map.of(
                "issuer", root + "/v2.0",
                "authorization_endpoint", root + "/oauth2/v2.0/authorize",
                "token_endpoint", root + "/oauth2/v2.0/token",
                "device_authorization_endpoint", root + "/oauth2/v2.0/devicecode");
    }

    private static Map<String, Object> instance(String host) {
        return Map.of(
                "api-version",
                "1.1",
                "tenant_discovery_endpoint",
                "https://" + host + "/common/v2.0/.well-known/openid-configuration",
                "metadata",
                List.of(Map.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host))));
    }
}
