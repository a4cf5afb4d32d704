package io.fansync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads tenants, one on each line, or CSV with a header, by which each may come with an application of its own. */
final class TenantsFile {

    private static final String TENANT = "tenant";
    private static final String CLIENT_ID = "clientid";
    private static final String SECRET_FILE = "secretfile";
    private static final String CERTIFICATE = "certificate";
    private static final Set<String> COLUMNS = Set.of(TENANT, CLIENT_ID, SECRET_FILE, CERTIFICATE);
    private static final String HEADER = "tenant,clientId,secretFile or tenant,clientId,certificate";

    private final Path path;
    private final Lines lines;
    private final Map<String, Optional<App>> tenants = new LinkedHashMap<>();
    private char separator;

    /**
     * An application to sign in as.
     *
     * @param file of its certificate, or else of its secret
     */
    record App(String clientId, Path file, boolean isCertificate) {}

    private TenantsFile(Path path, InputStream in) {
        this.path = path;
        this.lines = new Lines(path.toString(), in);
    }

    /**
     * Each tenant once, in the order of the file.
     *
     * @throws BadInput if it holds anything else
     */
    static Map<String, Optional<App>> read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            TenantsFile file = new TenantsFile(path, in);
            file.read();
            return file.tenants;
        } catch (IOException e) {
            throw new BadInput("cannot read " + path + ": " + Prose.why(e));
        }
    }

    private void read() {
        String first = lines.nextContent();
        if (first == null) {
            throw new BadInput(path + " names no tenant; write one on each line");
        }
        separator = CsvRecord.separator(first);
        List<String> header = CsvRecord.values(lines, separator, first).stream()
                .map(TenantsFile::column)
                .toList();
        boolean isHeader = header.contains(TENANT);
        if (isHeader) {
            check(header);
        }
        for (String line = isHeader ? lines.nextContent() : first; line != null; line = lines.nextContent()) {
            add(isHeader ? header : List.of(TENANT), line);
        }
    }

    private static String column(String name) {
        String column = name.toLowerCase(Locale.ROOT);
        return column.equals("tenantid") ? TENANT : column;
    }

    /** A column that is not known might have meant other credentials. */
    private void check(List<String> header) {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!COLUMNS.contains(column)) {
                throw lines.error("column '" + Prose.excerpt(column) + "' is not known; write " + HEADER);
            }
            if (!seen.add(column)) {
                throw lines.error("column '" + column + "' stands there twice; keep one");
            }
        }
    }

    private void add(List<String> header, String line) {
        int number = lines.number();
        List<String> values = CsvRecord.values(lines, separator, line);
        if (values.size() != header.size()) {
            throw lines.error(
                    number,
                    header.size() == 1
                            ? "write one tenant on each line, or begin with the header " + HEADER
                            : Prose.count(values.size(), "value") + " where the header names "
                                    + Prose.count(header.size(), "column"));
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 0; column < header.size(); column++) {
            row.put(header.get(column), values.get(column));
        }
        add(number, row);
    }

    private void add(int number, Map<String, String> row) {
        String tenant = tenant(number, row.getOrDefault(TENANT, ""));
        Optional<App> app = app(number, row);
        Optional<App> before = tenants.putIfAbsent(tenant, app);
        if (before != null && !before.equals(app)) {
            throw lines.error(number, tenant + " stands there before, with other credentials; keep one");
        }
    }

    private String tenant(int number, String name) {
        try {
            return Tenants.checked(name);
        } catch (IllegalArgumentException e) {
            throw lines.error(number, String.valueOf(e.getMessage()));
        }
    }

    private Optional<App> app(int number, Map<String, String> row) {
        String clientId = row.getOrDefault(CLIENT_ID, "");
        String secret = row.getOrDefault(SECRET_FILE, "");
        String certificate = row.getOrDefault(CERTIFICATE, "");
        if (clientId.isEmpty() && secret.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        if (clientId.isEmpty() || secret.isEmpty() == certificate.isEmpty()) {
            throw lines.error(number, "an application is a clientId and either a secretFile or a certificate");
        }
        boolean isCertificate = secret.isEmpty();
        return Optional.of(new App(clientId, file(number, isCertificate ? certificate : secret), isCertificate));
    }

    private Path file(int number, String name) {
        try {
            return path.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw lines.error(number, "no file can be named '" + Prose.excerpt(name) + "' here");
        }
    }
}
