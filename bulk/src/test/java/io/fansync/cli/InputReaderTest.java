package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputReaderTest {

    private static final Optional<String> CONTOSO = Optional.of("contoso.com");

    private final Worklist worklist = new Worklist();

    private List<String> read(String name, String text) {
        return read(name, text, StandardCharsets.UTF_8, Optional.empty());
    }

    private List<String> read(String name, String text, Charset charset, Optional<String> tenant) {
        InputReader.read(name, new ByteArrayInputStream(text.getBytes(charset)), tenant, worklist);
        return worklist.left().map(Object::toString).toList();
    }

    static Stream<Arguments> ugly() {
        return Stream.of(
                arguments("ids.txt", "a.com/1\nb.com,2\n", List.of("a.com/1", "b.com/2")),
                arguments("no line end", "a.com/1\na.com/2", List.of("a.com/1", "a.com/2")),
                arguments("CRLF", "a.com/1\r\na.com/2\r\n", List.of("a.com/1", "a.com/2")),
                arguments("BOM", "\uFEFFa.com/1\n", List.of("a.com/1")),
                arguments("BOM, then a header", "\uFEFFid,tenant\n1,a.com\n", List.of("a.com/1")),
                arguments("blanks", "\n  a.com/1  \n\t\na.com , 2\n\n", List.of("a.com/1", "a.com/2")),
                arguments("comments", "# all of them\na.com/1 # the first\n  # no more\n", List.of("a.com/1")),
                arguments("quotes in text", "\"a.com\",\"1\"\n", List.of("a.com/1")),
                arguments("tenants in any case", "A.com/1\na.COM/2\n", List.of("a.com/1", "a.com/2")),
                arguments("ids in any case", "a.com/x\na.com/X\n", List.of("a.com/x", "a.com/X")),
                arguments("beyond ASCII", "a.com/Zürich 1\n", List.of("a.com/Zürich 1")),
                arguments("sorted by neither", "a.com/1\nb.com/1\na.com/2\n", List.of("a.com/1", "a.com/2", "b.com/1")),
                arguments("ids.csv", "tenant,id\na.com,1\n", List.of("a.com/1")),
                arguments("other names", "ConnectorId,TenantId\n1,a.com\n", List.of("a.com/1")),
                arguments(
                        "Export-Csv",
                        "#TYPE System.Object\r\n\"Name\",\"DeviceManagementExchangeConnectorId\",\"tenantId\"\r\n"
                                + "\"say \"\"hi\"\", or\r\nnot\",\"1\",\"a.com\"\r\n\r\n",
                        List.of("a.com/1")),
                arguments("semicolons", "tenant;id\n\"a.com\";\"1\"\n", List.of("a.com/1")),
                arguments("tabs", "tenant\tid\na.com\t1\n", List.of("a.com/1")),
                arguments("an empty last column", "tenant,id,note\na.com,1,\n", List.of("a.com/1")),
                arguments(
                        "ids.jsonl",
                        "{\"tenant\":\"a.com\",\"id\":\"1\"}\n\n{\"connectorId\":\"2\",\"tenantId\":\"a.com\"}\n",
                        List.of("a.com/1", "a.com/2")),
                arguments("indented JSON", "  {\"tenant\":\"a.com\",\"id\":\"1\"}\n", List.of("a.com/1")),
                arguments(
                        "rows of an earlier run",
                        "{\"v\":1,\"tenant\":\"a.com\",\"id\":\"1\",\"outcome\":\"unsent\",\"x\":{\"id\":[]}}",
                        List.of("a.com/1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ugly")
    void reads(String name, String text, List<String> connectors) {
        assertThat(read(name, text)).isEqualTo(connectors);
    }

    /** A table: as long as there are mistakes to make. */
    static Stream<Arguments> bad() {
        String object = "{\"tenant\":\"contoso.com\",\"id\":\"…\"}";
        return Stream.of(
                arguments("f", "", "f names no connector; write one on each line, as TENANT/ID"),
                arguments("f", "# nothing\n\n", "f names no connector; write one on each line, as TENANT/ID"),
                arguments("f", "tenant,id\n\n", "f names no connector; write one on each line below the header"),
                arguments("f", "a.com/1\n2\n", "f:2: '2' comes without a tenant; write TENANT/2, or give --tenant"),
                arguments("f", "a.com/1\na.com/\n", "f:2: A connector id must not be empty, '.' or '..', but was ''"),
                arguments("f", "a.com,\n", "f:1: A connector id must not be empty, '.' or '..', but was ''"),
                arguments("f", "a.com/..\n", "f:1: A connector id must not be empty, '.' or '..', but was '..'"),
                arguments(
                        "f", "/1\n", "f:1: A tenant is a domain or an id (letters, digits, dots, hyphens), but was ''"),
                arguments("f", ",1\n", "f:1: no tenant; name it on the line, or give --tenant"),
                arguments("f", "a.com/1/2\n", refused("f:1", "1/2")),
                arguments("f", "a.com/1?x\n", refused("f:1", "1?x")),
                arguments("f", "a.com/1#x\n", refused("f:1", "1#x")),
                arguments("f", "a.com/1\u200Bx\n", refused("f:1", "1?x")),
                arguments("f", "a.com/1\u0007\n", "f:1: A connector id must not hold a control character"),
                arguments("f", "a.com/1\t2\n", "f:1: A connector id must not hold a control character"),
                arguments(
                        "f",
                        "a b/1\n",
                        "f:1: A tenant is a domain or an id (letters, digits, dots, hyphens), but was 'a b'"),
                arguments(
                        "f",
                        "../1\n",
                        "f:1: A tenant is a domain or an id (letters, digits, dots, hyphens), but was '..'"),
                arguments("f", "a.com,1,2\n", "f:1: write ID, TENANT,ID or TENANT/ID, or begin with a CSV header"),
                arguments("f", "\"a.com,1\nb.com,2\n", "f:1: a quote is opened and never closed"),
                arguments(
                        "f.csv",
                        "a.com,1\n",
                        "f.csv:1: the header names no column 'id', 'connectorId' or"
                                + " 'DeviceManagementExchangeConnectorId'; write one, and separate columns by commas"),
                arguments(
                        "f",
                        "tenant;id\na.com;1;2\n",
                        "f:2: 3 values where the header names 2 columns; put a value that holds a semicolon in quotes"),
                arguments(
                        "f.csv",
                        "id,tenant,connectorId\n",
                        "f.csv:1: columns 'id' and 'connectorId' mean the same; keep one"),
                arguments(
                        "f.csv",
                        "tenant,id\na.com,1\na.com,2,3\n",
                        "f.csv:3: 3 values where the header names 2 columns; put a value that holds a comma in quotes"),
                arguments(
                        "f.csv",
                        "tenant,id\na.com,\"1\"2\n",
                        "f.csv:2: a closing quote must be followed by a comma or the end of the line"),
                arguments(
                        "f.csv",
                        "tenant,id\na.com,1\"2\n",
                        "f.csv:2: a quote inside a value; put the whole value in quotes and double those inside"),
                arguments("f.csv", "note,tenant,id\n\"a\nb,a.com,1\n", "f.csv:2: a quote is opened and never closed"),
                arguments("f.csv", "note,tenant,id\n\"a\nb\",a.com,1/2\n", refused("f.csv:2", "1/2")),
                arguments("f.csv", "id\n1\n", "f.csv:2: no tenant; name it on the line, or give --tenant"),
                arguments(
                        "f.jsonl", "a.com/1\n", "f.jsonl:1: not JSON; write one whole object on each line: " + object),
                arguments("f", "{\n\"id\":\"1\"\n}\n", "f:1: not JSON; write one whole object on each line: " + object),
                arguments(
                        "f",
                        "{\"tenant\":\"a.com\",\"id\":\"1\"} x\n",
                        "f:1: not JSON; write one whole object on each line: " + object),
                arguments("f", "[\n", "f:1: not JSON; write one whole object on each line: " + object),
                arguments("f.jsonl", "[1]\n", "f.jsonl:1: not a JSON object; write one on each line: " + object),
                arguments(
                        "f",
                        "{\"tenant\":\"a.com\",\"id\":1}\n",
                        "f:1: the tenant and the id must each stand there once, as text: " + object),
                arguments(
                        "f",
                        "{\"tenant\":\"a.com\",\"id\":\"1\",\"connectorId\":\"1\"}\n",
                        "f:1: the tenant and the id must each stand there once, as text: " + object),
                arguments(
                        "f",
                        "{\"tenant\":\"a.com\"}\n",
                        "f:1: A connector id must not be empty, '.' or '..', but was ''"));
    }

    private static String refused(String place, String id) {
        return place + ": A connector id must not hold '/', '?', '#' or an invisible character, but was '" + id
                + "'; write the id alone, as Graph lists it";
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bad")
    void names_the_line_and_what_to_write_instead(String name, String text, String error) {
        assertThatThrownBy(() -> read(name, text)).isInstanceOf(BadInput.class).hasMessage(error);
    }

    @Test
    void gives_a_connector_without_a_tenant_to_the_one_tenant() {
        assertThat(read("f.csv", "tenant,id\n,1\nb.com,2\n", StandardCharsets.UTF_8, CONTOSO))
                .containsExactly("contoso.com/1", "b.com/2");
    }

    @Test
    void refuses_what_is_not_utf_8_at_its_line() {
        assertThatThrownBy(() -> read("f", "a.com/1\na.com/é\n", StandardCharsets.ISO_8859_1, Optional.empty()))
                .hasMessage("f:2: not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)");
        assertThatThrownBy(() -> read("f", "\uFEFFa.com/1\n", StandardCharsets.UTF_16LE, Optional.empty()))
                .hasMessage("f:1: not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)");
        assertThatThrownBy(() -> read("f", "a.com/1\n", StandardCharsets.UTF_16LE, Optional.empty()))
                .hasMessage("f:1: not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)");
    }

    @Test
    void gives_up_on_a_line_without_end() {
        assertThatThrownBy(() -> read("f", "x".repeat((1 << 20) + 1)))
                .hasMessage("f:1: this line is longer than a mebibyte; connectors stand one on a line");
    }

    @Test
    void gives_up_on_a_quote_without_end() {
        assertThatThrownBy(() -> read("f.csv", "id,tenant\n1,\"" + "a\n".repeat(1 << 20) + "\"\n"))
                .hasMessage("f.csv:2: a quote is opened and never closed");
    }

    @Test
    void counts_what_comes_again() {
        assertThat(read("f", "a.com/1\nA.com,1\na.com/1\na.com/2\n")).containsExactly("a.com/1", "a.com/2");

        assertThat(worklist.size()).isEqualTo(2);
        assertThat(worklist.duplicates()).isEqualTo(2);
    }
}
