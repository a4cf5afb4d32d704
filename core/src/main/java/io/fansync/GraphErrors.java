package io.fansync;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Judges by status and code what to do about a request that Graph refused
 * (<a href="https://learn.microsoft.com/graph/errors">Graph's errors</a>,
 * <a href="https://learn.microsoft.com/graph/resolve-auth-errors">authorization errors</a>). Text decides only where Intune
 * tells it in no other way.
 */
final class GraphErrors {

    private static final Remedy THROTTLED =
            (error, facts) -> new Throttled(error.hinting(facts.limit()), true, facts.pause());
    private static final Remedy UNAVAILABLE = (error, facts) -> new Unavailable(error, true, null);
    private static final Remedy DENIED = (error, facts) -> new Denied(error, facts.claims(), null);
    private static final Remedy UNKNOWN_CONNECTOR = (error, facts) -> new UnknownConnector(error);
    private static final Remedy REJECTED = (error, facts) -> new Rejected(error, true);

    private static final String NO_HINT = "";
    private static final String NO_INTUNE =
            "The tenant has no usable Intune: check its Intune licence, and that its MDM authority is set.";
    private static final String PAYMENT = "Check the tenant's Intune licence and its payment.";
    private static final String WRONG_URL = "Check the cloud's Graph URL: it ends with the host, before any version.";
    private static final String REDIRECTED =
            "Redirects are not followed, lest the token go elsewhere: check the cloud's Graph URL and any proxy.";
    private static final String NOT_GRAPH =
            "Graph does not answer so: check the cloud's Graph URL, and whether a proxy answers in its place.";
    private static final String WRONG_ID = "Check the connector's id, and that it belongs to this tenant.";
    private static final String BUSY = "The connector is in use elsewhere: look at its state, and sync it later.";
    private static final String BAD_TOKEN = "Check that the token is of this cloud and tenant, and has not expired.";
    private static final String NEW_TOKEN =
            "Sign in again; if that does not help, look at the tenant's conditional access policies.";
    private static final String ROLE =
            "Give the signed-in user an Intune role that may manage Exchange connectors; a new token does not help.";
    private static final String PERMISSION =
            "Grant the app DeviceManagementServiceConfig.ReadWrite.All with admin consent: as application permission, or as"
                    + " delegated permission for a user who has an Intune role.";

    /** The first row that fits decides. */
    private static final List<Row> TABLE = List.of(
            row(400, says("not applicable to target tenant"), REJECTED, NO_INTUNE),
            row(400, says("not found for the segment"), REJECTED, WRONG_URL),
            row(400, connector().and(codeIs(Known.NOT_FOUND)), UNKNOWN_CONNECTOR, WRONG_ID),
            row(400, connector().and(says("not found", "cannot find", "does not exist")), UNKNOWN_CONNECTOR, WRONG_ID),
            row(400, codeIs(Known.FAULT).or(says("internal server error")), UNAVAILABLE, NO_HINT),
            row(401, challenged(), DENIED, NEW_TOKEN),
            row(401, codeIs(Known.FORBIDDEN), DENIED, ROLE),
            row(401, always(), DENIED, BAD_TOKEN),
            row(402, always(), REJECTED, PAYMENT),
            row(403, challenged(), DENIED, NEW_TOKEN),
            row(403, always(), DENIED, PERMISSION),
            row(404, says("invalid version", "not found for the segment"), REJECTED, WRONG_URL),
            row(404, connector(), UNKNOWN_CONNECTOR, WRONG_ID),
            row(404, always(), REJECTED, WRONG_URL),
            row(408, always(), UNAVAILABLE, NO_HINT),
            row(409, connector(), REJECTED, BUSY),
            row(410, connector(), UNKNOWN_CONNECTOR, WRONG_ID),
            row(423, connector(), REJECTED, BUSY),
            row(424, always(), UNAVAILABLE, NO_HINT),
            row(429, always(), THROTTLED, NO_HINT),
            row(501, always(), REJECTED, NO_HINT),
            row(503, facts -> !facts.retryAfter().isZero(), THROTTLED, NO_HINT),
            row(507, always(), REJECTED, NO_HINT),
            row(509, always(), THROTTLED, NO_HINT),
            rows(200, 299, REJECTED, NOT_GRAPH),
            rows(300, 399, REJECTED, REDIRECTED),
            rows(500, 599, UNAVAILABLE, NO_HINT));

    private static final Row OTHER = row(0, always(), REJECTED, NO_HINT);

    private GraphErrors() {}

    /**
     * @param subject what the request was about: {@code tenant/id} if it was one connector
     * @param body as much of it as was read
     * @param token what is not to be told, even where the answer does
     */
    static SyncException judge(
            String subject, SyncAnswer.Trace trace, HttpHeaders headers, byte[] body, SentToken token) {
        ErrorBody said = ErrorBody.of(body);
        Facts facts = new Facts(
                subject, said, token.removedFrom(ClaimsChallenge.of(headers)), RetryAfter.of(headers), headers, token);
        Row row = TABLE.stream()
                .filter(each -> each.from <= trace.status() && trace.status() <= each.to && each.when.test(facts))
                .findFirst()
                .orElse(OTHER);
        String code = token.removedFrom(said.code());
        String message = token.removedFrom(said.message());
        return row.remedy.apply(new GraphError(subject, code, message, row.hint, trace), facts);
    }

    private record Facts(
            String subject, ErrorBody said, String claims, Duration retryAfter, HttpHeaders headers, SentToken token) {

        /** How long to wait, by whichever header says it. */
        Duration pause() {
            return retryAfter.isZero() ? ThrottleHeaders.reset(headers) : retryAfter;
        }

        String limit() {
            return ThrottleHeaders.limit(headers, token);
        }
    }

    private interface Remedy {
        SyncException apply(GraphError error, Facts facts);
    }

    private record Row(int from, int to, Predicate<Facts> when, Remedy remedy, String hint) {}

    private static Row row(int status, Predicate<Facts> when, Remedy remedy, String hint) {
        return new Row(status, status, when, remedy, hint);
    }

    private static Row rows(int from, int to, Remedy remedy, String hint) {
        return new Row(from, to, always(), remedy, hint);
    }

    private static Predicate<Facts> always() {
        return facts -> true;
    }

    /** The request was about one connector: the subject is {@code tenant/id}, and a tenant holds no slash. */
    private static Predicate<Facts> connector() {
        return facts -> facts.subject().contains("/");
    }

    private static Predicate<Facts> challenged() {
        return codeIs(Known.INSUFFICIENT_CLAIMS).or(facts -> !facts.claims().isEmpty());
    }

    private static Predicate<Facts> codeIs(Known code) {
        return facts -> Known.innermost(facts.said().codes()) == code;
    }

    private static Predicate<Facts> says(String... texts) {
        return facts -> facts.said().messages().stream()
                .map(message -> message.toLowerCase(Locale.ROOT))
                .anyMatch(message -> Stream.of(texts).anyMatch(message::contains));
    }

    /** What the codes mean that Graph and Intune use beside a status that does not say it. */
    private enum Known {
        NOT_FOUND("ResourceNotFound", "Request_ResourceNotFound", "ItemNotFound", "NotFound"),
        FORBIDDEN("Forbidden", "AccessDenied", "Authorization_RequestDenied"),
        FAULT("InternalError", "InternalServerError", "UnknownError", "Unknown"),
        INSUFFICIENT_CLAIMS("insufficient_claims"),
        NONE;

        private final List<String> codes;

        Known(String... codes) {
            this.codes = List.of(codes);
        }

        static Known innermost(List<String> codes) {
            Known innermost = NONE;
            for (String code : codes) {
                for (Known known : values()) {
                    if (known.codes.stream().anyMatch(code::equalsIgnoreCase)) {
                        innermost = known;
                    }
                }
            }
            return innermost;
        }
    }
}
