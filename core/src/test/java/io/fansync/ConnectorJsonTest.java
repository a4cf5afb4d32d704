package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.ConnectorDetails.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorJsonTest {

    private static final String TENANT = "contoso.com";

    private static final ConnectorDetails COMPLETE = new ConnectorDetails(
            new Connector(TENANT, "00000001-0000-4000-8000-000000000001"),
            Optional.of(Instant.parse("2026-03-01T08:02:49.320597612Z")),
            Status.CONNECTION_PENDING,
            ExchangeConnectorType.SERVICE_TO_SERVICE,
            "sync@contoso.com",
            "mail01.contoso.com",
            "agent01.contoso.com",
            "6.2.5009.0",
            "mail01",
            "Contoso");

    @Test
    void reads_every_property_and_passes_over_unknown_ones() {
        assertThat(ConnectorJson.one(TENANT, Recorded.body("connector.json"))).isEqualTo(COMPLETE);
    }

    @Test
    void reads_an_entity_wrapped_in_value_as_documented() {
        assertThat(ConnectorJson.one(TENANT, Recorded.body("connector-in-value.json")))
                .isEqualTo(COMPLETE);
    }

    @Test
    void reads_a_page_with_its_next_link_as_sent() {
        ConnectorPage page = ConnectorJson.page(TENANT, Recorded.body("connectors.json"));

        assertThat(page.nextLink())
                .isEqualTo("https://graph.microsoft.com/v1.0/deviceManagement/exchangeConnectors?$skiptoken=a%2Fb%20c");
        assertThat(page.connectors())
                .containsExactly(
                        new ConnectorDetails(
                                new Connector(TENANT, "00000001-0000-4000-8000-000000000001"),
                                Optional.of(Instant.parse("2026-03-01T08:02:49Z")),
                                Status.CONNECTED,
                                ExchangeConnectorType.ON_PREMISES,
                                "",
                                "mail01.contoso.com",
                                "",
                                "",
                                "",
                                ""),
                        new ConnectorDetails(
                                new Connector(TENANT, "00000001-0000-4000-8000-000000000002"),
                                Optional.empty(),
                                Status.UNKNOWN,
                                ExchangeConnectorType.UNKNOWN,
                                "",
                                "",
                                "",
                                "",
                                "",
                                ""));
    }

    @Test
    void an_empty_page_may_have_a_next_page() {
        assertThat(page("{\"value\":[],\"@odata.nextLink\":\"https://graph.example/next\"}"))
                .isEqualTo(new ConnectorPage(List.of(), "https://graph.example/next"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":[]}", "{\"value\":[],\"@odata.nextLink\":null}"})
    void the_last_page_has_no_next_link(String body) {
        assertThat(page(body).nextLink()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2017-01-01T00:02:49.3205976-08:00,     2017-01-01T08:02:49.320597600Z",
        "2026-03-01T08:02:49Z,                  2026-03-01T08:02:49Z",
        "2026-03-01T08:02:49.1Z,                2026-03-01T08:02:49.100Z",
        "2026-03-01T08:02:49.123456789Z,        2026-03-01T08:02:49.123456789Z",
        "2026-03-01T08:02:49.1234567899Z,       2026-03-01T08:02:49.123456789Z",
        "2026-03-01T08:02:49.123456789999+14:00, 2026-02-28T18:02:49.123456789Z",
        "0002-01-01T00:00:00.000000001Z,        0002-01-01T00:00:00.000000001Z",
    })
    void reads_up_to_12_fraction_digits_and_any_offset(String date, Instant instant) {
        assertThat(lastSync(date)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00.0000000Z",
                "0001-01-01T00:00:00+08:00",
                "0001-01-01T00:00:00-08:00",
            })
    void the_first_day_of_dotnet_means_never(String date) {
        assertThat(lastSync(date)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-03-01", "2026-02-30T00:00:00Z", "2026-03-01T00:00:00+99:99"})
    void a_date_that_cannot_be_read_is_left_out(String date) {
        assertThat(lastSync(date)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE",
        "connectionPending, CONNECTION_PENDING",
        "connected, CONNECTED",
        "disconnected, DISCONNECTED",
        "unknownFutureValue, UNKNOWN",
        "inventedTomorrow, UNKNOWN",
        "'', UNKNOWN",
    })
    void reads_every_status_and_tolerates_others(String word, Status status) {
        assertThat(one("{\"id\":\"1\",\"status\":\"" + word + "\"}").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "onPremises, ON_PREMISES",
        "hosted, HOSTED",
        "serviceToService, SERVICE_TO_SERVICE",
        "dedicated, DEDICATED",
        "unknownFutureValue, UNKNOWN",
        "inventedTomorrow, UNKNOWN",
    })
    void reads_every_connector_type_and_tolerates_others(String word, ExchangeConnectorType type) {
        assertThat(one("{\"id\":\"1\",\"exchangeConnectorType\":\"" + word + "\"}")
                        .exchangeConnectorType())
                .isEqualTo(type);
    }

    @Test
    void needs_no_more_than_an_id() {
        assertThat(one("{\"id\":\"1\",\"status\":null,\"version\":7}"))
                .isEqualTo(new ConnectorDetails(
                        new Connector(TENANT, "1"),
                        Optional.empty(),
                        Status.UNKNOWN,
                        ExchangeConnectorType.UNKNOWN,
                        "",
                        "",
                        "",
                        "",
                        "",
                        ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{\"value\":[{\"id\":\"1\"}",
                "null",
                "[]",
                "{}",
                "{\"value\":{}}",
                "{\"value\":null}",
                "{\"value\":[null]}",
                "{\"value\":[{}]}",
                "{\"value\":[{\"id\":7}]}",
                "{\"value\":[{\"id\":\"..\"}]}",
            })
    void what_is_no_page_is_refused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> page(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{\"id\":\"1\"", "null", "[]", "{}", "{\"value\":{}}", "{\"id\":\"\"}", "{\"value\":[]}"})
    void what_is_no_connector_is_refused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> one(body));
    }

    private static Optional<Instant> lastSync(String date) {
        return one("{\"id\":\"1\",\"lastSyncDateTime\":\"" + date + "\"}").lastSyncDateTime();
    }

    private static ConnectorDetails one(String body) {
        return ConnectorJson.one(TENANT, body.getBytes(UTF_8));
    }

    private static ConnectorPage page(String body) {
        return ConnectorJson.page(TENANT, body.getBytes(UTF_8));
    }
}
