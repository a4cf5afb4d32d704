package io.fansync;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in words what went wrong on this side of Graph, or on the way. */
final class TransportErrors {

    private static final String CHECK_TOKENS = "Check the token source, and the credential that it uses.";
    private static final String CHECK_THE_WAY = "Check the network, the proxy and the cloud's Graph URL.";
    private static final String CHECK_TRUST =
            "If a proxy of yours inspects TLS, have its CA trusted; else find out who answers there.";
    private static final String CHECK_WHO_ANSWERS =
            "Check the cloud's Graph URL, and whether a proxy answers in its place.";
    private static final String MAYBE_DONE =
            "Graph may have carried it out all the same: look at the connector, or send it again.";

    private TransportErrors() {}

    /** A foreign exception's own words stay in the cause: they may hold a secret. */
    static Denied noToken(GraphCall<?> call, @Nullable Throwable cause) {
        String why = cause == null
                ? "answered without one"
                : "failed with " + cause.getClass().getSimpleName();
        String detail = "no token for tenant " + call.tenant() + ": the token source " + why;
        return new Denied(new GraphError(call.subject(), "", detail, CHECK_TOKENS, Trace.NONE), "", cause);
    }

    static Rejected rejected(String subject, Trace trace, String detail) {
        return new Rejected(new GraphError(subject, "", detail, CHECK_WHO_ANSWERS, trace), trace.status() != 0);
    }

    static Unavailable unavailable(GraphCall<?> call, String host, Trace trace, boolean sent, Throwable error) {
        return sent ? lost(call, host, trace, error) : unreached(call, host, trace, error);
    }

    private static Unavailable unreached(GraphCall<?> call, String host, Trace trace, Throwable error) {
        String detail = "could not connect to " + host + ": " + reason(error) + "; nothing was sent";
        return new Unavailable(new GraphError(call.subject(), "", detail, way(error), trace), false, error);
    }

    private static String way(Throwable error) {
        boolean mistrusted = Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
        return mistrusted ? CHECK_TRUST : CHECK_THE_WAY;
    }

    private static Unavailable lost(GraphCall<?> call, String host, Trace trace, Throwable error) {
        boolean gibberish = error instanceof IllegalArgumentException || error instanceof DecoderException;
        String detail = gibberish ? host + " answered with something that is not HTTP" : silence(host, error);
        String hint = call.method() == HttpMethod.GET ? "" : MAYBE_DONE;
        // A decoder quotes what it could not read, and that may be an echo of our token.
        return new Unavailable(new GraphError(call.subject(), "", detail, hint, trace), true, gibberish ? null : error);
    }

    private static String silence(String host, Throwable error) {
        if (error instanceof ProtocolException) {
            return host + " sent something else than the answer to this request";
        }
        return error instanceof ReadTimeoutException
                ? host + " did not answer in time"
                : "the connection to " + host + " broke before the answer was complete";
    }

    /** The innermost cause tells most, but those two say less than what wraps them. */
    static String reason(Throwable error) {
        Throwable reason = error;
        while (reason.getCause() != null
                && !(reason instanceof ConnectException)
                && !(reason instanceof UnknownHostException)) {
            reason = reason.getCause();
        }
        String message = reason.getMessage();
        return message == null ? reason.getClass().getSimpleName() : message.replaceFirst("^.*\\(-?\\d+\\): ", "");
    }
}
