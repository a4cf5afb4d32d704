package io.fansync;

import java.io.Serializable;

/** The answer to one sync request: Graph accepted it ({@link SyncReceipt}), or not, and why ({@link SyncException}). */
public sealed interface SyncAnswer permits SyncReceipt, SyncException {

    /** What Microsoft's support asks for. */
    Trace trace();

    /**
     * What identifies an exchange with Graph to Microsoft's support, which asks for these
     * (<a href="https://learn.microsoft.com/graph/best-practices-concept">best practices</a>). What did not apply, or was not
     * sent by Graph, is {@code 0} or empty.
     *
     * @param status the HTTP status, {@code 0} if no answer came
     * @param requestId Graph's {@code request-id}
     * @param clientRequestId the {@code client-request-id} that this client sent
     * @param date Graph's {@code Date}, as sent
     * @param agsDiagnostic Graph's {@code x-ms-ags-diagnostic}, as sent
     */
    record Trace(int status, String requestId, String clientRequestId, String date, String agsDiagnostic)
            implements Serializable {

        /** Nothing was exchanged with Graph. */
        public static final Trace NONE = new Trace(0, "", "", "", "");
    }
}
