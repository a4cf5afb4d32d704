package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.GraphCloud;
import io.fansync.SyncType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run would send, and how to send the same by other means. */
final class Explanation {

    /** As <a href="https://learn.microsoft.com/powershell/microsoftgraph/authentication-commands">Connect-MgGraph</a> has them. */
    private static final Map<GraphCloud, String> ENVIRONMENTS = Map.of(
            GraphCloud.GLOBAL, "Global",
            GraphCloud.US_GOV, "USGov",
            GraphCloud.US_GOV_DOD, "USGovDoD",
            GraphCloud.CHINA, "China",
            GraphCloud.BLEU, "BleuCloud",
            GraphCloud.DELOS, "DelosCloud");

    private final GraphCloud cloud;
    private final Worklist worklist;
    private final String body;
    private final String syncType;
    private final int batch;

    Explanation(GraphCloud cloud, Worklist worklist, SyncType type, int batch) {
        this.cloud = cloud;
        this.worklist = worklist;
        this.syncType = type.graphName();
        this.body = "{\"syncType\":\"" + syncType + "\"}";
        this.batch = batch;
    }

    /** Of the first connector; nothing if there is none. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        worklist.left().findFirst().ifPresent(connector -> {
            String url =
                    cloud.graph() + "/v1.0/deviceManagement/exchangeConnectors/" + segment(connector.id()) + "/sync";
            lines.addAll(request(url, connector.tenant()));
            lines.addAll(List.of("", "with curl:", curl(url)));
            lines.addAll(List.of("", "in PowerShell:", powerShell(url, connector)));
        });
        if (worklist.size() > 1) {
            lines.addAll(List.of("", others()));
        }
        return lines;
    }

    private List<String> request(String url, String tenant) {
        return List.of(
                "POST " + url,
                "Authorization: Bearer *** (a token for " + tenant + ")",
                "Accept: application/json",
                "Content-Type: application/json",
                "client-request-id: (another GUID in each request)",
                "",
                body);
    }

    private String curl(String url) {
        return "curl -X POST -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d "
                + quoted(body, "'\\''") + " " + quoted(url, "'\\''");
    }

    private String powerShell(String url, Connector connector) {
        String environment = ENVIRONMENTS.get(cloud);
        return environment == null
                ? "Invoke-RestMethod -Method Post -Headers @{ Authorization = \"Bearer $token\" } -ContentType"
                        + " application/json -Body " + quoted(body, "''") + " -Uri " + quoted(url, "''")
                : "Connect-MgGraph -Environment " + environment + " -TenantId " + connector.tenant()
                        + " -Scopes DeviceManagementServiceConfig.ReadWrite.All;"
                        + " Sync-MgDeviceManagementExchangeConnector -DeviceManagementExchangeConnectorId "
                        + quoted(connector.id(), "''") + " -SyncType " + syncType;
    }

    private String others() {
        String others = "the other " + Prose.count(worklist.size() - 1L, "connector") + " likewise";
        return batch == 1
                ? others
                : others + "; of one tenant, up to " + batch + " go together in one POST " + cloud.graph()
                        + "/v1.0/$batch";
    }

    private static String quoted(String text, String quote) {
        return "'" + text.replace("'", quote) + "'";
    }

    /** A form encodes all that a path segment may not hold, and a space as {@code +}. */
    private static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
