package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorPathTest {

    @Test
    void a_guid_stays_as_it_is() {
        assertThat(ConnectorPath.of("e11c1de8-0000-4000-8000-00000000000A"))
                .isEqualTo("/deviceManagement/exchangeConnectors/e11c1de8-0000-4000-8000-00000000000A");
        assertThat(ConnectorPath.sync("e11c1de8-0000-4000-8000-00000000000A"))
                .isEqualTo("/deviceManagement/exchangeConnectors/e11c1de8-0000-4000-8000-00000000000A/sync");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a%2Fb",
        "a b, a%20b",
        "a+b, a%2Bb",
        "a%2Fb, a%252Fb",
        "a?b#c, a%3Fb%23c",
        "é, %C3%A9",
        "a\\b, a%5Cb",
        "a;b, a%3Bb"
    })
    void an_id_is_encoded(String id, String segment) {
        assertThat(ConnectorPath.of(id)).isEqualTo("/deviceManagement/exchangeConnectors/" + segment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../users",
                "x/../../me",
                "a?$select=id",
                "a#b",
                "a%2F..%2Fb",
                "\"},{\"",
                "😀",
                "@evil.example/"
            })
    void an_id_is_one_segment_whatever_it_holds(String id) {
        URI uri = URI.create("https://graph.example/v1.0" + ConnectorPath.sync(id));

        assertThat(uri.getHost()).isEqualTo("graph.example");
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.getRawPath().split("/")).hasSize(6).endsWith("sync");
        assertThat(uri.getPath()).isEqualTo("/v1.0/deviceManagement/exchangeConnectors/" + id + "/sync");
        assertThat(uri.normalize()).isEqualTo(uri);
    }
}
