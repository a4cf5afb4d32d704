package io.fansync.bulk;

import io.fansync.SyncException.Unavailable;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;

/**
 * Tells a Graph that cannot be reached from one that never will be: while no request has ever got through, a name that nobody
 * knows or a certificate that is not trusted is a mistake, once it has lasted a while. After the first that got through, it is an
 * outage. Pure: time, in nanoseconds, is an argument.
 */
final class Reach {

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();
    private static final long NEVER = -1;

    private boolean reached;
    private long triedSince = NEVER;

    /** A request got through. */
    void reached() {
        reached = true;
    }

    /** True if what never left for this reason is not worth another try. */
    boolean isHopeless(Unavailable unsent, long now) {
        if (reached || !isMistake(unsent)) {
            return false;
        }
        if (triedSince == NEVER) {
            triedSince = now;
        }
        return now - triedSince >= PATIENCE;
    }

    private static boolean isMistake(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
