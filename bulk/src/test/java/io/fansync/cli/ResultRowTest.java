package io.fansync.cli;

import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static io.fansync.cli.Outcomes.unknown;
import static io.fansync.cli.Outcomes.unsent;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Effort;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultRowTest {

    private static ResultRow row(SyncOutcome outcome) {
        return new ResultRow(outcome, SyncType.DELTA, "");
    }

    @Test
    void an_accepted_connector() {
        ResultRow row = row(accepted("a.com", "1"));

        assertThat(row.json())
                .isEqualTo(
                        "{\"v\":1,\"tenant\":\"a.com\",\"id\":\"1\",\"syncType\":\"deltaSync\",\"outcome\":\"accepted\","
                                + "\"status\":204,\"attempts\":2,\"throttledMs\":1500,\"durationMs\":2345,\"requestId\":\"r-1\","
                                + "\"clientRequestId\":\"c-1\",\"date\":\"Fri, 20 Nov 2026 08:00:01 GMT\","
                                + "\"agsDiagnostic\":\"{\\\"ServerInfo\\\":1}\",\"startedAt\":\"2026-11-20T08:00:00.000Z\","
                                + "\"finishedAt\":\"2026-11-20T08:00:02.345Z\"}");
        assertThat(row.csv())
                .isEqualTo("1,,a.com,1,deltaSync,accepted,204,,,,2,1500,2345,r-1,c-1,\"Fri, 20 Nov 2026 08:00:01 GMT\","
                        + "\"{\"\"ServerInfo\"\":1}\",2026-11-20T08:00:00.000Z,2026-11-20T08:00:02.345Z,");
    }

    @Test
    void the_header_names_the_keys_in_their_order() {
        assertThat(ResultRow.csvHeader())
                .isEqualTo("v,job,tenant,id,syncType,outcome,status,code,message,hint,attempts,throttledMs,durationMs,"
                        + "requestId,clientRequestId,date,agsDiagnostic,startedAt,finishedAt,lastSyncDateTime");
    }

    @Test
    void a_failed_one_says_why() {
        assertThat(row(failed("a.com", "1", new Rejected("no \u20ac"))).json())
                .isEqualTo(
                        "{\"v\":1,\"tenant\":\"a.com\",\"id\":\"1\",\"syncType\":\"deltaSync\",\"outcome\":\"failed\","
                                + "\"message\":\"no \u20ac\",\"attempts\":1,\"throttledMs\":0,\"durationMs\":20,"
                                + "\"startedAt\":\"2026-11-20T08:00:00.000Z\",\"finishedAt\":\"2026-11-20T08:00:00.020Z\"}");
    }

    @Test
    void an_unknown_one_says_why() {
        assertThat(row(unknown("a.com", "1", new Unavailable("504", true))).json())
                .contains("\"outcome\":\"unknown\",\"message\":\"504\"");
    }

    @Test
    void one_for_which_nothing_was_sent_has_no_start() {
        String settled = "\"attempts\":0,\"throttledMs\":0,\"finishedAt\":\"2026-11-20T08:00:00.000Z\"}";

        assertThat(row(unsent("a.com", "1")).json()).endsWith("\"outcome\":\"unsent\"," + settled);
        assertThat(row(failed("a.com", "1", new Denied("no token", ""))).json())
                .endsWith("\"outcome\":\"failed\",\"message\":\"no token\"," + settled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)"})
    void no_text_is_a_formula_in_a_spreadsheet(String formula) {
        assertThat(row(unsent("a.com", formula)).csv()).startsWith("1,,a.com,'" + formula + ",deltaSync,");
    }

    @Test
    void a_text_holds_nothing_that_a_terminal_would_obey() {
        Trace trace = new Trace(204, "r\u001b[2J", "c-1", "", "a\u202e\r\nb");
        Connector connector = new Connector("a.com", "1");
        Effort effort = new Effort(1, Duration.ZERO, Outcomes.START, Outcomes.START);
        ResultRow row = row(new Accepted(connector, effort, new SyncReceipt(connector, SyncType.DELTA, trace)));

        assertThat(row.json()).contains("\"requestId\":\"r?[2J\"", "\"agsDiagnostic\":\"a???b\"");
        assertThat(row.csv()).contains(",r?[2J,c-1,,a???b,").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        assertThat(row(failed("a.com", "1", new Rejected("no\u001b[2J\r\nv,job")))
                        .csv())
                .contains("\"no v,job\"");
    }

    @Test
    void a_text_with_commas_and_quotes_is_one_cell() {
        assertThat(row(failed("a.com", "1", new Rejected("=a,\"b\""))).csv())
                .contains(",failed,,,\"'=a,\"\"b\"\"\",,1,");
    }
}
