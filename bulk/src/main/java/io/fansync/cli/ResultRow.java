package io.fansync.cli;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What became of one connector, as one flat row; what does not apply is absent in JSON and empty in CSV. */
final class ResultRow {

    /** The keys, in the order in which they stand. */
    private static final List<String> KEYS = List.of(
            ("v job tenant id syncType outcome status code message hint attempts throttledMs durationMs requestId"
                            + " clientRequestId date agsDiagnostic startedAt finishedAt lastSyncDateTime")
                    .split(" "));

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Map<String, Object> cells = new LinkedHashMap<>();

    ResultRow(SyncOutcome outcome, SyncType type, String job) {
        Optional<SyncException> reason = reason(outcome);
        Trace trace = trace(outcome, reason);
        cells.put("v", 1);
        text("job", job);
        text("tenant", outcome.connector().tenant());
        text("id", outcome.connector().id());
        text("syncType", type.graphName());
        text("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (trace.status() != 0) {
            cells.put("status", trace.status());
        }
        text("code", reason.map(SyncException::code).orElse(""));
        text(
                "message",
                outcome instanceof SyncOutcome.Unconfirmed unconfirmed
                        ? unconfirmed.why()
                        : reason.map(SyncException::detail).orElse(""));
        text("hint", reason.map(SyncException::hint).orElse(""));
        cells.put("attempts", outcome.attempts());
        cells.put("throttledMs", outcome.throttled().toMillis());
        if (outcome.attempts() > 0) {
            cells.put("durationMs", duration(outcome).toMillis());
        }
        text("requestId", trace.requestId());
        text("clientRequestId", trace.clientRequestId());
        text("date", trace.date());
        text("agsDiagnostic", trace.agsDiagnostic());
        if (outcome.attempts() > 0) {
            text("startedAt", time(outcome.startedAt()));
        }
        text("finishedAt", time(outcome.finishedAt()));
        text("lastSyncDateTime", lastSync(outcome).map(ResultRow::time).orElse(""));
    }

    /** Why it was not accepted. */
    static Optional<SyncException> reason(SyncOutcome outcome) {
        if (outcome instanceof SyncOutcome.Failed failed) {
            return Optional.of(failed.reason());
        }
        return outcome instanceof SyncOutcome.Unknown unknown ? Optional.of(unknown.reason()) : Optional.empty();
    }

    /** From its first request until it was settled. */
    static Duration duration(SyncOutcome outcome) {
        return Duration.between(outcome.startedAt(), outcome.finishedAt());
    }

    /** One line of JSON Lines. */
    String json() {
        return JSON.writeValueAsString(cells);
    }

    /** One line of CSV under the {@link #csvHeader()}. */
    String csv() {
        return KEYS.stream().map(key -> csv(cells.getOrDefault(key, ""))).collect(Collectors.joining(","));
    }

    static String csvHeader() {
        return String.join(",", KEYS);
    }

    private void text(String key, String value) {
        if (!value.isEmpty()) {
            cells.put(key, Prose.printable(value));
        }
    }

    private static Trace trace(SyncOutcome outcome, Optional<SyncException> reason) {
        if (outcome instanceof SyncOutcome.Accepted accepted) {
            return accepted.receipt().trace();
        }
        if (outcome instanceof SyncOutcome.Confirmed confirmed) {
            return confirmed.answer().trace();
        }
        return outcome instanceof SyncOutcome.Unconfirmed unconfirmed
                ? unconfirmed.receipt().trace()
                : reason.map(SyncException::trace).orElse(Trace.NONE);
    }

    private static Optional<Instant> lastSync(SyncOutcome outcome) {
        if (outcome instanceof SyncOutcome.Confirmed confirmed) {
            return Optional.of(confirmed.lastSyncDateTime());
        }
        return outcome instanceof SyncOutcome.Unconfirmed unconfirmed
                ? unconfirmed.lastSyncDateTime()
                : Optional.empty();
    }

    private static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    /**
     * Quoted where needed; a text that a spreadsheet would take for a formula gets an apostrophe in front
     * (<a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>).
     */
    private static String csv(Object cell) {
        String value = cell.toString();
        String safe = cell instanceof String && !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0
                ? "'" + value
                : value;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
