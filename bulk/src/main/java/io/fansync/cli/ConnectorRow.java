package io.fansync.cli;

import io.fansync.ConnectorDetails;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** A connector as {@code list} shows it. */
record ConnectorRow(ConnectorDetails details) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NEXT_WORD = Pattern.compile("-(.)");

    static TextTable head() {
        return new TextTable().row("tenant", "id", "type", "status", "last sync");
    }

    void addTo(TextTable table) {
        table.row(
                details.connector().tenant(),
                Prose.printable(details.connector().id()),
                OptionValue.name(details.exchangeConnectorType()),
                OptionValue.name(details.status()),
                details.lastSyncDateTime()
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("never"));
    }

    /** One flat object; what Graph leaves out is absent. */
    String json() {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("v", 1);
        cells.put("tenant", details.connector().tenant());
        cells.put("id", details.connector().id());
        cells.put("type", graphName(details.exchangeConnectorType()));
        cells.put("status", graphName(details.status()));
        cells.put(
                "lastSyncDateTime",
                details.lastSyncDateTime().map(Instant::toString).orElse(""));
        cells.put("serverName", details.serverName());
        cells.put("connectorServerName", details.connectorServerName());
        cells.put("primarySmtpAddress", details.primarySmtpAddress());
        cells.put("exchangeAlias", details.exchangeAlias());
        cells.put("exchangeOrganization", details.exchangeOrganization());
        cells.put("version", details.version());
        cells.values().removeIf(""::equals);
        return JSON.writeValueAsString(cells);
    }

    /** {@code serviceToService}. */
    private static String graphName(Enum<?> constant) {
        return NEXT_WORD
                .matcher(OptionValue.name(constant))
                .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
    }
}
