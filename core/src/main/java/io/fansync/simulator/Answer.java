package io.fansync.simulator;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one scripted request gets in place of the ordinary answer. Unless said otherwise, what it asked for is not done
 * and counts against no quota.
 */
public final class Answer {

    private static final Answer NORMAL = new Answer(Reply.NEVER, true, "", "", "", null);

    private final Reply reply;
    private final boolean workDone;
    private final String code;
    private final String message;
    private final String claims;
    private final @Nullable String body;

    private Answer(Reply reply, boolean workDone, String code, String message, String claims, @Nullable String body) {
        this.reply = reply;
        this.workDone = workDone;
        this.code = code;
        this.message = message;
        this.claims = claims;
        this.body = body;
    }

    /** The ordinary answer, so that a later request can be scripted. */
    public static Answer normal() {
        return NORMAL;
    }

    /** An answer of that status, with the body that the server usually gives it. */
    public static Answer status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("A status is 200 to 599, but was " + status);
        }
        return new Answer(Reply.of(status, Map.of(), ""), false, "", "", "", null);
    }

    /** An error of that status, code and message: in Graph's JSON from Graph, in OAuth's from the login server. */
    public static Answer error(int status, String code, String message) {
        return new Answer(Reply.of(status, Map.of(), ""), false, code, message, "", null);
    }

    /** A 429 with that {@code Retry-After}, sent as it stands. */
    public static Answer retryAfter(String value) {
        return status(429).header("Retry-After", value);
    }

    /** The connection is closed without an answer, and nothing was done. */
    public static Answer cutBefore() {
        return new Answer(Reply.CUT, false, "", "", "", null);
    }

    /** What was asked for is done, then the connection is closed without an answer. */
    public static Answer cutAfter() {
        return new Answer(Reply.CUT, true, "", "", "", null);
    }

    /** No answer ever comes, the connection stays open, and nothing was done. */
    public static Answer never() {
        return new Answer(Reply.NEVER, false, "", "", "", null);
    }

    /** Does what was asked for, and then answers this all the same. */
    public Answer afterWork() {
        return new Answer(reply, true, code, message, claims, body);
    }

    /** With a header, in place of one of the same name. */
    public Answer header(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put(name, value);
        return new Answer(withStatus().headers(headers), workDone, code, message, claims, body);
    }

    /** With this body instead of the usual one; of type {@code application/json} unless a header says otherwise. */
    public Answer body(String text) {
        return new Answer(withStatus(), workDone, code, message, claims, requireNonNull(text, "text"));
    }

    /**
     * With a claims challenge, given as JSON: in {@code WWW-Authenticate} from Graph, in the body from the login
     * server.
     *
     * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">claims challenge</a>
     */
    public Answer claims(String json) {
        return new Answer(withStatus(), workDone, code, message, requireNonNull(json, "json"), body);
    }

    private Reply withStatus() {
        if (reply.status() == 0) {
            throw new IllegalStateException("Only an answer with a status can have headers, a body or claims");
        }
        return reply;
    }

    /** Carries the answer out: does the work if it says so, and puts what it says into the server's own shape. */
    Reply play(Supplier<Reply> work, Function<Answer, Reply> shape) {
        if (this == NORMAL) {
            return work.get();
        }
        List<Seen.Item> items = workDone ? work.get().items() : List.of();
        return (reply.status() == 0 ? reply : shape.apply(this)).items(items);
    }

    boolean isNormal() {
        return this == NORMAL;
    }

    int status() {
        return reply.status();
    }

    Map<String, String> headers() {
        return reply.headers();
    }

    String code() {
        return code;
    }

    String message() {
        return message;
    }

    String claims() {
        return claims;
    }

    /** {@code null} for the server's usual body. */
    @Nullable
    String body() {
        return body;
    }
}
