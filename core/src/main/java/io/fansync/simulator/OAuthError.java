package io.fansync.simulator;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The login server's <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">errors</a>.
 *
 * @param status what Entra answers it with
 * @param number of its {@code AADSTS} code
 */
record OAuthError(int status, String error, int number, String description) {

    Reply reply(Ids ids) {
        return reply(Answer.error(status, error, "AADSTS" + number + ": " + description), number, ids);
    }

    static Reply reply(Answer answer, Ids ids) {
        return reply(answer, 0, ids);
    }

    private static Reply reply(Answer answer, int number, Ids ids) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        headers.putAll(answer.headers());
        String body = answer.body();
        if (body == null) {
            body = answer.status() < 400 ? "" : Json.MAPPER.writeValueAsString(members(answer, number, ids));
        }
        return Reply.of(answer.status(), headers, body);
    }

    private static Map<String, Object> members(Answer answer, int number, Ids ids) {
        String timestamp = ids.date().truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", answer.code().isEmpty() ? usualError(answer.status()) : answer.code());
        members.put(
                "error_description",
                answer.message() + " Trace ID: " + ids.requestId() + " Correlation ID: " + ids.clientRequestId()
                        + " Timestamp: " + timestamp);
        members.put("error_codes", number == 0 ? List.of() : List.of(number));
        members.put("timestamp", timestamp);
        members.put("trace_id", ids.requestId());
        members.put("correlation_id", ids.clientRequestId());
        if (!answer.claims().isEmpty()) {
            members.put("claims", answer.claims());
        }
        return members;
    }

    private static String usualError(int status) {
        return switch (status) {
            case 400 -> "invalid_request";
            case 401 -> "invalid_client";
            case 403 -> "access_denied";
            case 429, 503 -> "temporarily_unavailable";
            default -> "server_error";
        };
    }
}
