package io.fansync;

import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges by status and {@code error} why no token could be had
 * (<a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra's error codes</a>).
 */
final class SignInErrors {

    private static final Set<String> TRANSIENT = Set.of("temporarily_unavailable", "server_error");

    /** {@code AADSTS7000215: Invalid client secret provided. … Trace ID: … Correlation ID: … Timestamp: …} */
    private static final Pattern DESCRIPTION = Pattern.compile("(?:(AADSTS\\d+): )?(.*?)(?: Trace ID: .*)?");

    private static final String CHECK_CREDENTIAL = "Check the credential, and where it comes from.";

    private SignInErrors() {}

    /** There is an answer, but no token in it. */
    static SyncException refused(TokenIssuer issuer, String tenant, SentSecrets secrets, SignInAnswer answer) {
        GraphError error = error(issuer, tenant, answer, text -> PlainText.of(secrets.removedFrom(text)));
        Duration retryAfter = RetryAfter.of(answer.fields());
        int status = answer.statusCode();
        if (status == 429 || status == 503 && !retryAfter.isZero()) {
            return new Throttled(error, false, retryAfter);
        }
        if (status == 410 || status >= 500 || TRANSIENT.contains(answer.text("error"))) {
            return new Unavailable(error, false, null);
        }
        return new Denied(error, secrets.removedFrom(answer.text("claims")), null);
    }

    private static GraphError error(
            TokenIssuer issuer, String tenant, SignInAnswer answer, UnaryOperator<String> safe) {
        Trace trace = new Trace(
                0,
                safe.apply(answer.header("x-ms-request-id")),
                safe.apply(answer.header("client-request-id")),
                safe.apply(answer.header("Date")),
                "");
        String error = safe.apply(answer.text("error"));
        if (error.isEmpty()) {
            String detail = issuer.title + " answered " + answer.statusCode() + ", but no token";
            return new GraphError(subject(tenant), "", detail, issuer.ifUnclear, trace);
        }
        Matcher description = DESCRIPTION.matcher(safe.apply(answer.text("error_description")));
        String code = description.matches() && description.group(1) != null ? description.group(1) : error;
        return new GraphError(subject(tenant), code, description.group(2), SignInHints.of(code, error), trace);
    }

    /** It could not be asked, or did not answer. */
    static Unavailable unreachable(
            TokenIssuer issuer, String tenant, String host, SentSecrets secrets, Throwable failure) {
        boolean gibberish = failure instanceof IllegalArgumentException || failure instanceof DecoderException;
        boolean silence = failure instanceof ReadTimeoutException || failure.getCause() instanceof TimeoutException;
        String reason = PlainText.of(secrets.removedFrom(TransportErrors.reason(failure)));
        String detail = gibberish
                ? host + " answered with something that is not HTTP"
                : host + (silence ? " did not answer in time" : " could not be reached: " + reason);
        GraphError error = local(tenant, detail, issuer.ifUnreachable);
        return new Unavailable(error, false, gibberish ? null : failure);
    }

    /** What MSAL reports: what was judged here before, or why it did not even ask. */
    static SyncException of(String tenant, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SyncException judged) {
                return judged;
            }
            if (cause instanceof MsalThrottlingException throttling) {
                String detail = "MSAL keeps the sign-in back";
                return new Throttled(local(tenant, detail, ""), false, Duration.ofMillis(throttling.retryInMs()));
            }
        }
        Throwable root = root(failure);
        String code = root instanceof MsalException msal && msal.errorCode() != null ? msal.errorCode() : "";
        String hint = SignInHints.of(code);
        GraphError error = local(
                tenant,
                "no token could be had: " + (code.isEmpty() ? root.getClass().getSimpleName() : code),
                hint.isEmpty() && root instanceof Exception ? CHECK_CREDENTIAL : hint);
        // A foreign exception's own words stay in the cause; MSAL's not even there: they may quote what it was sent.
        return new Denied(error, "", root instanceof MsalException ? null : root);
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** There is a token, but it belongs to someone else. */
    static Denied otherTenant(String tenant) {
        return new Denied(local(tenant, "the token is of another tenant", CHECK_CREDENTIAL), "", null);
    }

    /** There is no earlier sign-in. */
    static Denied nobody(String tenant) {
        return new Denied(local(tenant, "nobody is signed in", "Sign in first."), "", null);
    }

    /** There is nobody on whose behalf to sign in. */
    static Denied noCaller(String tenant) {
        return new Denied(local(tenant, "the caller brought no token", ""), "", null);
    }

    /** The file that ought to hold an assertion cannot be read. */
    static Denied noAssertion(Path file, IOException failure) {
        String detail = "the federated token in " + file + " could not be read: "
                + failure.getClass().getSimpleName();
        return new Denied(new GraphError("", "", detail, CHECK_CREDENTIAL, Trace.NONE), "", failure);
    }

    private static GraphError local(String tenant, String detail, String hint) {
        return new GraphError(subject(tenant), "", detail, hint, Trace.NONE);
    }

    private static String subject(String tenant) {
        return "sign-in to " + tenant;
    }
}
