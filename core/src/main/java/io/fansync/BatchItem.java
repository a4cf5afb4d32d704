package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fansync.SyncAnswer.Trace;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One answer of a batch, as Graph gives it: an HTTP response in JSON. Holds one after the other. */
final class BatchItem {

    private static final byte[] NONE = {};
    private static final DefaultHttpHeadersFactory LENIENT =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final HttpHeaders headers = LENIENT.newHeaders();
    private String id = "";
    private int status;
    private byte[] body = NONE;

    /** Reads the next one, from its opening brace to its closing one. */
    void read(JsonParser json) {
        id = "";
        status = 0;
        headers.clear();
        body = NONE;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = text(json, value);
                case "status" -> status = value.isScalarValue() ? json.getValueAsInt(0) : 0;
                case "headers" -> readHeaders(json, value);
                case "body" -> body = bytes(json, value);
                default -> {}
            }
            json.skipChildren();
        }
    }

    private void readHeaders(JsonParser json, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    add(name, json);
                }
            } else {
                add(name, json);
            }
        }
    }

    private void add(String name, JsonParser json) {
        headers.add(name, text(json, json.currentToken()));
        json.skipChildren();
    }

    private static String text(JsonParser json, JsonToken value) {
        return value.isScalarValue() && value != JsonToken.VALUE_NULL ? json.getString() : "";
    }

    /** What is not JSON, such as a proxy's page, comes as text in base64. */
    private static byte[] bytes(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return Base64Text.decoded(json.getString()).getBytes(UTF_8);
        }
        return value == JsonToken.START_OBJECT
                ? json.readValueAsTree().toString().getBytes(UTF_8)
                : NONE;
    }

    String id() {
        return id;
    }

    /** Zero if there is none. */
    int status() {
        return status;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    byte[] body() {
        return body;
    }

    /** An item need not be dated: the batch is, and both were answered together. */
    HttpHeaders headers(Trace outer) {
        return headers.contains(HttpHeaderNames.DATE)
                ? headers
                : LENIENT.newHeaders().add(headers).set(HttpHeaderNames.DATE, outer.date());
    }

    Trace trace(Trace outer, SentToken token) {
        return new Trace(
                status,
                own("request-id", outer.requestId(), token),
                own("client-request-id", outer.clientRequestId(), token),
                own("date", outer.date(), token),
                own("x-ms-ags-diagnostic", outer.agsDiagnostic(), token));
    }

    /** JSON can hold what a header cannot. */
    private String own(String name, String outer, SentToken token) {
        String own = headers.get(name);
        return own == null ? outer : PlainText.of(token.removedFrom(own));
    }
}
