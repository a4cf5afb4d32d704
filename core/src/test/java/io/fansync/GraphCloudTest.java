package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
