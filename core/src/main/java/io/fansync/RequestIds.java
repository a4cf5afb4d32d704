package io.fansync;

import io.netty.util.AsciiString;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.ProtocolException;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/**
 * The ids of the latest two requests over a connection; used on its event loop. Netty takes for our answer whatever comes first,
 * be it an interim one, or an earlier request's once more, which must not pass for another's
 * (<a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.3">RFC 9112, 6.3</a>).
 */
final class RequestIds {

    static final AsciiString CLIENT_REQUEST_ID = AsciiString.cached("client-request-id");

    private static final AttributeKey<RequestIds> OF_CONNECTION =
            AttributeKey.valueOf(RequestIds.class, "ofConnection");

    private String latest = "";
    private String earlier = "";

    private RequestIds() {}

    static RequestIds of(Connection connection) {
        Attribute<RequestIds> known = connection.channel().attr(OF_CONNECTION);
        RequestIds ids = known.get();
        if (ids == null) {
            ids = new RequestIds();
            known.set(ids);
        }
        return ids;
    }

    /** @param id empty if the request has none */
    void sending(String id) {
        earlier = latest;
        latest = id;
    }

    /** Whether this can be the latest request's answer. All requests of one sign-in may have the same id. */
    boolean answeredBy(HttpClientResponse response) {
        String id = response.responseHeaders().get(CLIENT_REQUEST_ID, "");
        boolean late = !id.isEmpty() && id.equalsIgnoreCase(earlier) && !id.equalsIgnoreCase(latest);
        return response.status().code() >= 200 && !late;
    }

    /** The end of a connection over which something else came. */
    static <T> Mono<T> otherAnswer(Connection connection) {
        connection.markPersistent(false);
        return connection
                .inbound()
                .receive()
                .next()
                .then(Mono.error(() -> new ProtocolException("not the answer to this request")));
    }
}
