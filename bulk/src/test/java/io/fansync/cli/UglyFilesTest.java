package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fansync.Connector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as they come: either exactly the connectors that they name are synced, or nothing is and the line is named. */
class UglyFilesTest {

    private static final String ID = "1a2b3c4d-0000-4000-8000-00000000000";

    private final FakeShell shell = new FakeShell();

    private int sync(String file) throws URISyntaxException {
        shell.environment.put("TOKEN", "token");
        Path path = directory().resolve(file);
        return shell.run("sync", "--token-env=TOKEN", "--quota=none", "--progress=none", "--ids=" + path);
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(UglyFilesTest.class.getResource("/ugly")).toURI());
    }

    static Stream<Arguments> forms() {
        List<String> both = List.of("contoso.com/" + ID + "1", "contoso.com/" + ID + "2");
        return Stream.of(
                arguments("01-windows-powershell-export.csv", both, "2 connectors of 1 tenant"),
                arguments(
                        "02-powershell-7-export.csv",
                        List.of("contoso.com/" + ID + "1", "fabrikam.com/" + ID + "2"),
                        "2 connectors of 2 tenants"),
                arguments("03-notepad.txt", both, "2 connectors of 1 tenant"),
                arguments("04-blanks-and-comments.txt", both, "2 connectors of 1 tenant"),
                arguments("05-twice.txt", both, "2 connectors (2 duplicates left out) of 1 tenant"),
                arguments("06-lines-in-a-cell.csv", both, "2 connectors of 1 tenant"),
                arguments("07-results-of-a-run.jsonl", both, "2 connectors of 1 tenant"),
                arguments("08-excel-in-german.csv", both, "2 connectors of 1 tenant"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void its_form_is_forgiven(String file, List<String> connectors, String counted) throws URISyntaxException {
        assertThat(sync(file)).isZero();

        assertThat(shell.sent).extracting(Connector::toString).containsExactlyInAnyOrderElementsOf(connectors);
        assertThat(shell.out()).anyMatch(line -> line.startsWith("in all") && line.contains(counted));
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                arguments(
                        "09-excel-as-unicode.txt",
                        ":1: not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)"),
                arguments("10-cut-off.csv", ":3: a quote is opened and never closed"),
                arguments(
                        "11-web-addresses.txt",
                        ":2: A tenant is a domain or an id (letters, digits, dots, hyphens), but was 'https:'"),
                arguments(
                        "12-a-path-in-an-id.jsonl",
                        ":2: A connector id must not hold '/', '?', '#' or an invisible character, but was"
                                + " '../../users'; write the id alone, as Graph lists it"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void its_content_is_not_guessed(String file, String error) throws URISyntaxException {
        assertThat(sync(file)).isEqualTo(2);

        assertThat(shell.err()).containsExactly("fansync: " + directory().resolve(file) + error);
        assertThat(shell.sent).isEmpty();
    }

    @Test
    void each_file_has_its_case() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(forms(), contents())
                            .map(arguments -> String.valueOf(arguments.get()[0]))
                            .toList())
                    .hasSize(12);
        }
    }

    @Test
    void a_bad_last_line_sends_nothing() {
        shell.environment.put("TOKEN", "token");
        shell.stdin = lines("a.com", 100_000) + "a.com/..\n";

        assertThat(shell.run("sync", "-", "--token-env=TOKEN")).isEqualTo(2);

        assertThat(shell.sent).isEmpty();
        assertThat(shell.err()).singleElement().asString().startsWith("fansync: stdin:100001: ");
    }

    @Test
    void a_tenant_named_last_is_among_the_first_to_be_served() {
        shell.environment.put("TOKEN", "token");
        shell.stdin = lines("a.com", 100_000) + lines("b.com", 10);

        assertThat(shell.run("sync", "-", "--token-env=TOKEN", "--deadline=1s", "-o", "none", "--progress=none"))
                .isEqualTo(5);

        List<String> tenants = shell.sent.stream().map(Connector::tenant).toList();
        assertThat(tenants).filteredOn("b.com"::equals).hasSize(10);
        assertThat(tenants.lastIndexOf("b.com")).isLessThan(110);
    }

    private static String lines(String tenant, int connectors) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, connectors)
                .forEach(i -> lines.append(tenant).append('/').append(i).append('\n'));
        return lines.toString();
    }
}
