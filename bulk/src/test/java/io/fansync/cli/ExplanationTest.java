package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.GraphCloud;
import io.fansync.SyncType;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private final FakeShell shell = new FakeShell();

    private static List<String> explain(GraphCloud cloud, String id) {
        Worklist worklist = new Worklist();
        worklist.add("contoso.com", id);
        return new Explanation(cloud, worklist, SyncType.DELTA, 20).lines();
    }

    @Test
    void the_request_is_the_one_that_is_sent() {
        try (GraphSimulator.Running graph = GraphSimulator.create().start()) {
            Connector connector = graph.connectors().get(0);
            shell.environment.put("FANSYNC_GRAPH_URL", graph.graph().toString());
            shell.environment.put("TOKEN", SimulatorFiles.token(connector.tenant()));

            assertThat(shell.runForReal("sync", connector.toString(), "--explain", "--type=full"))
                    .isZero();
            assertThat(graph.requests()).isEmpty();
            shell.runForReal("sync", connector.toString(), "--token-env=TOKEN", "--type=full", "-o", "none");

            Seen sent = graph.requests().get(0);
            assertThat(shell.out())
                    .startsWith("POST " + graph.graph() + sent.path())
                    .contains(sent.body());
        }
    }

    @Test
    void gives_lines_for_curl_and_powershell() {
        assertThat(explain(GraphCloud.US_GOV, "1"))
                .containsExactly(
                        "POST https://graph.microsoft.us/v1.0/deviceManagement/exchangeConnectors/1/sync",
                        "Authorization: Bearer *** (a token for contoso.com)",
                        "Accept: application/json",
                        "Content-Type: application/json",
                        "client-request-id: (another GUID in each request)",
                        "",
                        "{\"syncType\":\"deltaSync\"}",
                        "",
                        "with curl:",
                        "curl -X POST -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d"
                                + " '{\"syncType\":\"deltaSync\"}'"
                                + " 'https://graph.microsoft.us/v1.0/deviceManagement/exchangeConnectors/1/sync'",
                        "",
                        "in PowerShell:",
                        "Connect-MgGraph -Environment USGov -TenantId contoso.com -Scopes"
                                + " DeviceManagementServiceConfig.ReadWrite.All;"
                                + " Sync-MgDeviceManagementExchangeConnector -DeviceManagementExchangeConnectorId '1'"
                                + " -SyncType deltaSync");
    }

    @Test
    void names_clouds_as_the_powershell_module_does() {
        assertThat(explain(GraphCloud.BLEU, "1").toString()).contains("Connect-MgGraph -Environment BleuCloud ");
        assertThat(explain(GraphCloud.DELOS, "1").toString()).contains("Connect-MgGraph -Environment DelosCloud ");
    }

    @Test
    void where_the_powershell_module_does_not_reach_it_uses_plain_http() {
        assertThat(explain(GraphCloud.of("https://localhost:1", "https://localhost:2"), "1"))
                .last()
                .isEqualTo("Invoke-RestMethod -Method Post -Headers @{ Authorization = \"Bearer $token\" }"
                        + " -ContentType application/json -Body '{\"syncType\":\"deltaSync\"}' -Uri"
                        + " 'https://localhost:1/v1.0/deviceManagement/exchangeConnectors/1/sync'");
    }

    @Test
    void nothing_in_an_id_ends_the_quotes_around_it() {
        assertThat(explain(GraphCloud.GLOBAL, "a'; rm *"))
                .anyMatch(line -> line.endsWith("exchangeConnectors/a%27%3B%20rm%20*/sync'"))
                .anyMatch(line -> line.contains("-DeviceManagementExchangeConnectorId 'a''; rm *' "));
    }

    @Test
    void says_that_several_go_together() {
        assertThat(shell.run("sync", "a.com/1", "a.com/2", "b.com/1", "--explain", "--batch=5"))
                .isZero();

        assertThat(shell.out())
                .last()
                .isEqualTo("the other 2 connectors likewise; of one tenant, up to 5 go together in one POST"
                        + " https://graph.microsoft.com/v1.0/$batch");
        assertThat(shell.sent).isEmpty();
    }
}
