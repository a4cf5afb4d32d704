package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Graph's <a href="https://learn.microsoft.com/graph/errors">errors</a>, with Intune's habits: a 429 without advice in
 * its text, and backend errors whose message is itself JSON.
 */
final class ODataError {

    private ODataError() {}

    static Reply reply(int status, String code, String message, Ids ids) {
        return reply(Answer.error(status, code, message), ids);
    }

    static Reply reply(Answer answer, Ids ids) {
        Map<String, String> headers = new LinkedHashMap<>();
        String body = answer.body();
        if (body == null) {
            body = answer.status() < 400 ? "" : json(answer, ids);
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        if (answer.status() == 401) {
            headers.put("WWW-Authenticate", challenge(answer.claims()));
        }
        headers.putAll(answer.headers());
        return Reply.of(answer.status(), headers, body);
    }

    private static String json(Answer answer, Ids ids) {
        int status = answer.status();
        String code = answer.code().isEmpty() ? usualCode(status) : answer.code();
        String message = answer.code().isEmpty() ? usualMessage(status, ids) : answer.message();
        return "{\"error\":{\"code\":" + Json.quoted(code)
                + ",\"message\":" + Json.quoted(message)
                + (status == 429 ? ",\"details\":[]" : "")
                + ",\"innerError\":{\"date\":\"" + date(ids)
                + "\",\"request-id\":\"" + ids.requestId()
                + "\",\"client-request-id\":" + Json.quoted(ids.clientRequestId()) + "}}}";
    }

    /** Without a zone, as Graph writes it. */
    private static String date(Ids ids) {
        String utc = ids.date().truncatedTo(ChronoUnit.SECONDS).toString();
        return utc.substring(0, utc.length() - 1);
    }

    private static String usualCode(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "Forbidden";
            case 404 -> "ResourceNotFound";
            case 429 -> "TooManyRequests";
            case 500 -> "InternalServerError";
            case 502 -> "BadGateway";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            default -> "UnknownError";
        };
    }

    private static String usualMessage(int status, Ids ids) {
        return switch (status) {
            case 400, 403 -> intune("An error has occurred", ids);
            case 401 -> "Access token validation failure.";
            case 404 -> intune("The requested resource was not found", ids);
            case 429 -> "An error has occurred.";
            case 500 -> intune("An internal server error has occurred", ids);
            case 503 -> "The service is temporarily unavailable.";
            case 504 -> "The service did not answer in time.";
            default -> "";
        };
    }

    /** How Intune's own servers word an error; Graph passes it on as the message. */
    private static String intune(String message, Ids ids) {
        return """
                {
                  "_version": 3,
                  "Message": %s,
                  "CustomApiErrorPhrase": "",
                  "RetryAfter": null,
                  "ErrorSourceService": "",
                  "HttpHeaders": "{}"
                }""".formatted(Json.quoted(message
                        + " - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: "
                        + ids.clientRequestId()
                        + " - Url: https://fef.simulator.manage.microsoft.com/StatelessOnboardingService/"
                        + "deviceManagement/exchangeConnectors"))
                .replace("\n", "\r\n");
    }

    private static String challenge(String claims) {
        String bearer =
                "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
                        + " client_id=\"00000003-0000-0000-c000-000000000000\"";
        return claims.isEmpty()
                ? bearer
                : bearer + ", error=\"insufficient_claims\", claims=\""
                        + Base64.getEncoder().encodeToString(claims.getBytes(UTF_8)) + "\"";
    }
}
