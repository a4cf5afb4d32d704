package io.fansync;

import java.io.Serializable;

/**
 * What is known about a failed request, from which {@link SyncException} makes its message.
 *
 * @param subject what the request was about, as {@code tenant/id}, or empty
 * @param code the innermost error code, or empty
 * @param detail the innermost message, or empty; kept as a {@linkplain PlainText plain line}, like the code
 * @param hint what to do, or empty
 */
record GraphError(String subject, String code, String detail, String hint, SyncAnswer.Trace trace)
        implements Serializable {

    GraphError {
        code = PlainText.of(code);
        detail = PlainText.of(detail);
    }

    static GraphError local(String detail) {
        return new GraphError("", "", detail, "", SyncAnswer.Trace.NONE);
    }

    GraphError hinting(String hint) {
        return new GraphError(subject, code, detail, hint, trace);
    }

    /** {@code contoso.com/42: 403 Forbidden: Application is not … (request-id 1b2c). Grant …} */
    String sentence() {
        StringBuilder sentence = new StringBuilder();
        append(sentence, ": ", subject);
        String status = trace.status() == 0 ? "" : Integer.toString(trace.status());
        append(sentence, ": ", (status + " " + code).trim());
        append(sentence, ": ", detail);
        if (!trace.requestId().isEmpty()) {
            sentence.append(" (request-id ")
                    .append(PlainText.of(trace.requestId()))
                    .append(')');
        }
        append(sentence, sentence.toString().endsWith(".") ? " " : ". ", hint);
        return sentence.toString();
    }

    private static void append(StringBuilder sentence, String separator, String part) {
        if (!part.isEmpty()) {
            sentence.append(sentence.isEmpty() ? "" : separator).append(part);
        }
    }
}
