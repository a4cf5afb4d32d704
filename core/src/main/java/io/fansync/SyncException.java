package io.fansync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why Graph did not accept a request, sorted by what to do about it:
 *
 * <ul>
 *   <li>{@link Throttled}: wait, then send again; nothing was done
 *   <li>{@link Unavailable}: send again; {@link #sent()} tells whether Graph may have acted already
 *   <li>{@link Denied}: fix the sign-in, the permission or the role
 *   <li>{@link UnknownConnector}: fix the id or the tenant
 *   <li>{@link Rejected}: anything else that sending again will not change
 * </ul>
 *
 * <p>The {@linkplain #getMessage() message} is for people: what failed, for which connector, what Graph said, what to do.
 * No message and no field ever holds a token. These exceptions have no stack trace of their own: they tell what a server
 * said, and the event loop that read it has nothing to add. The public constructors are for fakes and for your own {@link
 * TokenSource}s.
 */
public abstract sealed class SyncException extends RuntimeException implements SyncAnswer {

    private static final long serialVersionUID = 1L;

    private final GraphError error;
    private final boolean sent;

    private SyncException(GraphError error, boolean sent, @Nullable Throwable cause) {
        super(error.sentence(), cause, true, false);
        this.error = error;
        this.sent = sent;
    }

    /**
     * True if the request was on its way to Graph, so that it may count against a quota, and Graph may have carried it out unless
     * its answer says otherwise; false if it certainly never left, as where no connection or no token could be had.
     */
    public final boolean sent() {
        return sent;
    }

    /** The same, of a request that was not sent because no token could be had. */
    SyncException unsent() {
        return this;
    }

    /** Graph's innermost error code, such as {@code ResourceNotFound}; empty if there was none. */
    public final String code() {
        return error.code();
    }

    /** Graph's innermost message, or what the transport reported; without control characters. */
    public final String detail() {
        return error.detail();
    }

    /** One sentence on what to do; empty if there is nothing to advise. */
    public final String hint() {
        return error.hint();
    }

    @Override
    public final Trace trace() {
        return error.trace();
    }

    /**
     * Graph asks for fewer requests: a 429, or a 503 that says when to come back. The request was not carried out
     * (<a href="https://learn.microsoft.com/graph/throttling">throttling guidance</a>). Where it was the login server that asked,
     * the request was not even {@linkplain #sent() sent}.
     */
    public static final class Throttled extends SyncException {

        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public Throttled(String message, Duration retryAfter) {
            this(message, true, retryAfter);
        }

        public Throttled(String message, boolean sent, Duration retryAfter) {
            this(GraphError.local(message), sent, retryAfter);
        }

        Throttled(GraphError error, boolean sent, Duration retryAfter) {
            super(error, sent, null);
            this.retryAfter = retryAfter;
        }

        /** How long Graph asked to wait; zero if it named no time, as Intune often does. */
        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        SyncException unsent() {
            return sent() ? new Throttled(((SyncException) this).error, false, retryAfter) : this;
        }

        /** The same, told again when some of the time has passed. */
        Throttled retryAfter(Duration left) {
            return new Throttled(((SyncException) this).error, sent(), left);
        }
    }

    /** Graph could not be reached, did not answer, or failed itself (500, 502, 503 without a time, 504). */
    public static final class Unavailable extends SyncException {

        private static final long serialVersionUID = 1L;

        public Unavailable(String message, boolean sent) {
            this(GraphError.local(message), sent, null);
        }

        public Unavailable(String message, boolean sent, Throwable cause) {
            this(GraphError.local(message), sent, cause);
        }

        Unavailable(GraphError error, boolean sent, @Nullable Throwable cause) {
            super(error, sent, cause);
        }

        @Override
        SyncException unsent() {
            return sent() ? new Unavailable(((SyncException) this).error, false, getCause()) : this;
        }
    }

    /** No token could be had, or Graph refused the one it was given (401, 403). */
    public static final class Denied extends SyncException {

        private static final long serialVersionUID = 1L;

        private final String claims;

        public Denied(String message, String claims) {
            this(GraphError.local(message), claims, null);
        }

        Denied(GraphError error, String claims, @Nullable Throwable cause) {
            super(error, error.trace().status() != 0, cause);
            this.claims = claims;
        }

        /**
         * The claims that a new token must satisfy, as JSON, if Graph challenged the one it was given
         * (<a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">claims challenge</a>); else empty.
         */
        public String claims() {
            return claims;
        }

        /** True if no token could be had, so that no request was sent to Graph. */
        public boolean signIn() {
            return !sent();
        }
    }

    /** Graph does not know the connector. */
    public static final class UnknownConnector extends SyncException {

        private static final long serialVersionUID = 1L;

        public UnknownConnector(String message) {
            this(GraphError.local(message));
        }

        UnknownConnector(GraphError error) {
            super(error, true, null);
        }
    }

    /** Graph refuses the request, and will refuse it again: a tenant without Intune, a redirect, a malformed answer. */
    public static final class Rejected extends SyncException {

        private static final long serialVersionUID = 1L;

        public Rejected(String message) {
            this(GraphError.local(message), true);
        }

        Rejected(GraphError error, boolean sent) {
            super(error, sent, null);
        }
    }
}
