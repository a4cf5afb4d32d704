package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.fansync.cli.TenantsFile.App;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TenantsFileTest {

    @TempDir
    private Path directory;

    private Map<String, Optional<App>> read(String text) throws IOException {
        return TenantsFile.read(Files.writeString(directory.resolve("tenants.csv"), text));
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("lines", "b.com\na.com\n"),
                arguments("as Notepad writes them", "\uFEFFb.com\r\n\r\na.com"),
                arguments("comments", "# ours\nb.com\n  # theirs\na.com\n"),
                arguments("in any case, and named twice", "B.com\na.com\nb.COM\n"),
                arguments("a header", "tenant\nb.com\na.com\n"),
                arguments("as Export-Csv writes it", "\"TenantId\"\r\n\"b.com\"\r\n\"a.com\"\r\n"),
                arguments("empty columns", "tenant,clientId,secretFile\nb.com,,\na.com,,\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void tenants_come_in_the_order_of_the_file(String what, String text) throws IOException {
        assertThat(read(text).keySet()).containsExactly("b.com", "a.com");
        assertThat(read(text).values()).containsOnly(Optional.empty());
    }

    @Test
    void applications_are_read_and_their_files_looked_for_beside_it() throws IOException {
        Path elsewhere = directory.resolveSibling("elsewhere.txt");

        assertThat(read("certificate,tenant,clientId,secretFile\nb.pem,b.com,2,\n,a.com,1,\"a, b.txt\"\n,c.com,3,"
                        + elsewhere))
                .containsExactly(
                        Map.entry("b.com", Optional.of(new App("2", directory.resolve("b.pem"), true))),
                        Map.entry("a.com", Optional.of(new App("1", directory.resolve("a, b.txt"), false))),
                        Map.entry("c.com", Optional.of(new App("3", elsewhere, false))));
    }

    static Stream<Arguments> bad() {
        String columns = "write tenant,clientId,secretFile or tenant,clientId,certificate";
        String app = "an application is a clientId and either a secretFile or a certificate";
        return Stream.of(
                arguments("", " names no tenant; write one on each line"),
                arguments(
                        "a.com\nb_c\n",
                        ":2: A tenant is a domain or an id (letters, digits, dots, hyphens), but was 'b_c'"),
                arguments(
                        "a.com,1,s.txt\n",
                        ":1: write one tenant on each line, or begin with the header"
                                + " tenant,clientId,secretFile or tenant,clientId,certificate"),
                arguments("tenant,clientSecret\na.com,x\n", ":1: column 'clientsecret' is not known; " + columns),
                arguments("tenant,tenantId\na.com,x\n", ":1: column 'tenant' stands there twice; keep one"),
                arguments("tenant,clientId,secretFile\n\na.com,1\n", ":3: 2 values where the header names 3 columns"),
                arguments("tenant,clientId,secretFile\na.com,1,\n", ":2: " + app),
                arguments("tenant,clientId,secretFile\na.com,,s.txt\n", ":2: " + app),
                arguments("tenant,clientId,secretFile,certificate\na.com,1,s.txt,c.pem\n", ":2: " + app),
                arguments(
                        "tenant,clientId,secretFile\na.com,1,s.txt\nA.com,2,s.txt\n",
                        ":3: a.com stands there before, with other credentials; keep one"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bad")
    void what_cannot_be_used_is_named_by_its_line(String text, String error) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadInput.class)
                .hasMessage(directory.resolve("tenants.csv") + error);
    }

    @Test
    void a_name_that_no_file_can_have_is_named_by_its_line() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path file = windows.getPath("C:\\work\\tenants.csv");
            Files.writeString(file, "tenant,clientId,secretFile\na.com,1,s?.txt\n");

            assertThatThrownBy(() -> TenantsFile.read(file))
                    .isInstanceOf(BadInput.class)
                    .hasMessage(file + ":2: no file can be named 's?.txt' here");
        }
    }
}
