package io.fansync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorsTest {

    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Uptime uptime = new Uptime(Instant.parse("2026-01-01T00:00:00Z"), 0);
    private final Connectors connectors = new Connectors(3, 20, 1, Duration.ofSeconds(10));

    @Test
    void have_ids_that_say_tenant_and_number() {
        assertThat(connectors.id(20)).isEqualTo("00000003-0000-4000-8000-000000000014");
        assertThat(connectors.number("00000003-0000-4000-8000-000000000014")).isEqualTo(20);
    }

    @Test
    void are_found_in_either_case() {
        assertThat(connectors.number("00000003-0000-4000-8000-00000000000A")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000003-0000-4000-8000-000000000000",
                "00000003-0000-4000-8000-000000000015",
                "00000002-0000-4000-8000-000000000001",
                "00000003-0000-4000-8001-000000000001",
                "3-0-4000-8000-1",
                "00000003-0000-4000-8000-00001000000000001",
                "exchange-1"
            })
    void have_no_other_ids(String id) {
        assertThat(connectors.number(id)).isZero();
    }

    @Test
    void move_their_last_sync_when_the_delay_is_over() {
        assertThat(lastSync(1, at(0))).isEqualTo(NEVER);

        connectors.sync(1, at(5));

        assertThat(lastSync(1, at(14))).isEqualTo(NEVER);
        assertThat(lastSync(1, at(15))).isEqualTo("2026-01-01T00:00:15Z");
        assertThat(lastSync(2, at(15))).isEqualTo(NEVER);
    }

    @Test
    void take_a_sync_that_comes_meanwhile_into_the_one_under_way() {
        connectors.sync(1, at(5));
        connectors.sync(1, at(9));
        connectors.sync(1, at(20));

        assertThat(lastSync(1, at(20))).isEqualTo("2026-01-01T00:00:15Z");
        assertThat(lastSync(1, at(60))).isEqualTo("2026-01-01T00:00:30Z");
        assertThat(synced()).containsExactly(Map.entry(1, 3));
    }

    @Test
    void never_move_their_last_sync_while_disconnected() {
        connectors.sync(20, at(5));

        assertThat(lastSync(20, at(500))).isEqualTo(NEVER);
        assertThat(connectors.json(20, uptime, at(500))).contains("\"status\":\"disconnected\"");
        assertThat(connectors.json(19, uptime, at(500))).contains("\"status\":\"connected\"");
        assertThat(synced()).containsExactly(Map.entry(20, 1));
    }

    private String lastSync(int number, long now) {
        return Json.MAPPER
                .readTree("{" + connectors.json(number, uptime, now) + "}")
                .path("lastSyncDateTime")
                .asString();
    }

    private Map<Integer, Integer> synced() {
        Map<Integer, Integer> synced = new HashMap<>();
        connectors.forEachSynced(synced::put);
        return synced;
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
