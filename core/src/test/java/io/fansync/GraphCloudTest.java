package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphCloudTest {

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://graph.microsoft.com, https://login.microsoftonline.com",
        "US_GOV, https://graph.microsoft.us, https://login.microsoftonline.us",
        "US_GOV_DOD, https://dod-graph.microsoft.us, https://login.microsoftonline.us",
        "CHINA, https://microsoftgraph.chinacloudapi.cn, https://login.chinacloudapi.cn",
        "BLEU, https://graph.svc.sovcloud.fr, https://login.sovcloud-identity.fr",
        "DELOS, https://graph.svc.sovcloud.de, https://login.sovcloud-identity.de"
    })
    void clouds_are_where_their_operators_say(String name, String graph, String login)
            throws ReflectiveOperationException {
        assertThat(GraphCloud.class.getField(name).get(null)).isEqualTo(GraphCloud.of(graph, login));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graph.microsoft.com",
                "127.0.0.1:8080",
                "https://",
                "https://a host",
                "https://host:65536",
                "ftp://host",
                "https://user@host",
                "https://host?query",
                "https://host#fragment"
            })
    void a_root_is_a_scheme_a_host_and_a_port_that_there_can_be(String root) {
        String login = GraphCloud.GLOBAL.login().toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphCloud.of(root, login))
                .withMessage("The Graph URL must look like https://host or https://host:port, but was " + root);
    }
}
