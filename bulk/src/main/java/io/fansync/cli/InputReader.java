package io.fansync.cli;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads connectors from text, CSV with a header, or JSON Lines; which of them it is shows in the first line, or in the name.
 * Anything that does not clearly name a connector is an error: nothing is guessed and nothing left out.
 */
final class InputReader {

    private static final Set<String> TENANT = Set.of("tenant", "tenantid");
    private static final Set<String> ID = Set.of("id", "connectorid", "devicemanagementexchangeconnectorid");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String EXAMPLE = "{\"tenant\":\"contoso.com\",\"id\":\"…\"}";

    private final Lines lines;
    private final Optional<String> tenant;
    private final Worklist worklist;

    private InputReader(Lines lines, Optional<String> tenant, Worklist worklist) {
        this.lines = lines;
        this.tenant = tenant;
        this.worklist = worklist;
    }

    /**
     * Adds what {@code in} names to the worklist.
     *
     * @param name what the user calls the input
     * @param tenant whose connectors those are that come without a tenant
     */
    static void read(String name, InputStream in, Optional<String> tenant, Worklist worklist) {
        new InputReader(new Lines(name, in), tenant, worklist).read();
    }

    /** A connector as it stands in an argument or alone on a line: {@code ID} or {@code TENANT/ID}. */
    static void add(String connector, Optional<String> tenant, Worklist worklist) {
        int slash = connector.indexOf('/');
        if (slash >= 0) {
            worklist.add(connector.substring(0, slash), connector.substring(slash + 1));
            return;
        }
        worklist.add(
                tenant.orElseThrow(() -> new IllegalArgumentException("'" + Prose.excerpt(connector)
                        + "' comes without a tenant; write TENANT/" + Prose.excerpt(connector) + ", or give --tenant")),
                connector);
    }

    private void read() {
        String first = lines.nextContent();
        if (first == null) {
            throw new BadInput(lines.name() + " names no connector; write one on each line, as TENANT/ID");
        }
        String name = lines.name().toLowerCase(Locale.ROOT);
        if (first.stripLeading().matches("[{\\[].*") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            jsonLines(first);
        } else if (isHeader(first) || name.endsWith(".csv")) {
            csv(first);
        } else {
            text(first);
        }
    }

    private void text(String first) {
        for (String line = first; line != null; line = lines.nextContent()) {
            int start = lines.number();
            List<String> values = CsvRecord.values(lines, ',', withoutComment(line));
            if (values.size() > 2) {
                throw lines.error(start, "write ID, TENANT,ID or TENANT/ID, or begin with a CSV header");
            }
            if (values.size() == 2) {
                add(start, values.get(0), values.get(1));
            } else {
                checked(start, () -> add(values.get(0), tenant, worklist));
            }
        }
    }

    private static String withoutComment(String line) {
        return line.indexOf('#') < 0 ? line : line.replaceFirst("\\s#.*", "");
    }

    private static boolean isHeader(String line) {
        return Stream.of(line.split("[,;\t]")).anyMatch(name -> ID.contains(key(name.replace("\"", ""))));
    }

    private void csv(String first) {
        char separator = CsvRecord.separator(first);
        List<String> header = CsvRecord.values(lines, separator, first);
        int ids = column(header, ID);
        int tenants = column(header, TENANT);
        if (ids < 0) {
            throw lines.error("the header names no column 'id', 'connectorId' or 'DeviceManagementExchangeConnectorId';"
                    + " write one, and separate columns by commas");
        }
        boolean any = false;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                any = true;
                int start = lines.number();
                List<String> values = row(header, separator, line);
                add(start, tenants < 0 ? "" : values.get(tenants), values.get(ids));
            }
        }
        if (!any) {
            throw new BadInput(lines.name() + " names no connector; write one on each line below the header");
        }
    }

    private List<String> row(List<String> header, char separator, String line) {
        int start = lines.number();
        List<String> values = CsvRecord.values(lines, separator, line);
        if (values.size() != header.size()) {
            throw lines.error(
                    start,
                    Prose.count(values.size(), "value") + " where the header names "
                            + Prose.count(header.size(), "column")
                            + "; put a value that holds " + CsvRecord.name(separator) + " in quotes");
        }
        return values;
    }

    /** Where the one column of these names stands; -1 if there is none. */
    private int column(List<String> header, Set<String> names) {
        int[] columns = IntStream.range(0, header.size())
                .filter(i -> names.contains(key(header.get(i))))
                .toArray();
        if (columns.length > 1) {
            throw lines.error("columns '" + header.get(columns[0]) + "' and '" + header.get(columns[1])
                    + "' mean the same; keep one");
        }
        return columns.length == 0 ? -1 : columns[0];
    }

    private void jsonLines(String first) {
        for (String line = first; line != null; line = lines.next()) {
            if (!line.isBlank()) {
                JsonNode row = object(line);
                add(lines.number(), member(row, TENANT), member(row, ID));
            }
        }
    }

    private JsonNode object(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            if (row.isObject()) {
                return row;
            }
        } catch (JacksonException e) {
            throw lines.error("not JSON; write one whole object on each line: " + EXAMPLE);
        }
        throw lines.error("not a JSON object; write one on each line: " + EXAMPLE);
    }

    private String member(JsonNode row, Set<String> names) {
        List<JsonNode> found = row.properties().stream()
                .filter(member -> names.contains(key(member.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        if (found.size() > 1 || found.stream().anyMatch(value -> !value.isString())) {
            throw lines.error("the tenant and the id must each stand there once, as text: " + EXAMPLE);
        }
        return found.isEmpty() ? "" : found.get(0).stringValue().strip();
    }

    private void add(int line, String ofTenant, String id) {
        if (ofTenant.isEmpty() && tenant.isEmpty()) {
            throw lines.error(line, "no tenant; name it on the line, or give --tenant");
        }
        checked(line, () -> worklist.add(ofTenant.isEmpty() ? tenant.orElseThrow() : ofTenant, id));
    }

    private void checked(int line, Runnable add) {
        try {
            add.run();
        } catch (IllegalArgumentException e) {
            throw lines.error(line, Prose.printable(String.valueOf(e.getMessage())));
        }
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
