package io.fansync;

import static java.util.stream.Collectors.toMap;

import com.microsoft.aad.msal4j.IHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What a login server answered. It may hold a token: it does not print its body. */
record SignInAnswer(int statusCode, HttpHeaders fields, String body) implements IHttpResponse {

    private static final String PENDING = "authorization_pending";
    private static final String SLOW_DOWN = "slow_down";

    @Override
    public Map<String, List<String>> headers() {
        return fields.names().stream().collect(toMap(name -> name, fields::getAll, (one, same) -> one));
    }

    String header(String name) {
        return fields.get(name, "");
    }

    /** A text of the body's; empty if it has none of that name, or is not JSON. */
    String text(String name) {
        return json().path(name).asString("");
    }

    /** A token, or the code with which a user is to sign in. */
    boolean isGrant() {
        return statusCode == 200 && !(text("access_token") + text("device_code")).isEmpty();
    }

    /** The user has not yet entered the device code: no error, but the sign to ask again. */
    boolean isPending() {
        return statusCode == 400 && (text("error").equals(PENDING) || wantsSlowerPolling());
    }

    boolean wantsSlowerPolling() {
        return text("error").equals(SLOW_DOWN);
    }

    /** In the only words that MSAL understands. */
    SignInAnswer stillPending() {
        return new SignInAnswer(statusCode, fields, body.replace(SLOW_DOWN, PENDING));
    }

    /** Azure Arc says first where a key lies, with which it is to be asked again. */
    boolean isKeyHint() {
        return statusCode == 401 && !header("WWW-Authenticate").isEmpty();
    }

    private JsonNode json() {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException malformed) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public String toString() {
        return "SignInAnswer[statusCode=" + statusCode + "]";
    }
}
