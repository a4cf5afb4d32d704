package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class SignInFileTest {

    private static final TokenRequest REQUEST = new TokenRequest(GraphCloud.GLOBAL, "contoso.com");

    @TempDir
    private Path directory;

    @Test
    void keeps_what_was_written_last() {
        SignInFile.of(directory, "app", REQUEST).write("one");
        SignInFile.of(directory, "app", REQUEST).write("two");

        assertThat(SignInFile.of(directory, "app", REQUEST).read()).isEqualTo("two");
    }

    @Test
    void is_empty_at_first() {
        assertThat(SignInFile.of(directory, "app", REQUEST).read()).isEmpty();
    }

    @Test
    void is_named_after_what_it_is_for() {
        TokenRequest elsewhere =
                new TokenRequest(GraphCloud.of("https://graph.example", "https://login.example:8443"), "contoso.com");

        SignInFile.of(directory, "app", REQUEST).write("one");
        SignInFile.of(directory, "app", elsewhere).write("two");

        assertThat(directory.resolve("sign-in_login.microsoftonline.com_contoso.com_app.json"))
                .hasContent("one");
        assertThat(directory.resolve("sign-in_login.example-8443_contoso.com_app.json"))
                .hasContent("two");
    }

    @Test
    void what_a_killed_process_left_half_written_is_not_in_the_way() throws IOException {
        Files.writeString(
                directory.resolve("sign-in_login.microsoftonline.com_contoso.com_app.json.tmp"),
                "half of something longer");

        SignInFile.of(directory, "app", REQUEST).write("whole");

        assertThat(SignInFile.of(directory, "app", REQUEST).read()).isEqualTo("whole");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void two_processes_and_many_threads_see_nothing_half_written() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();

        List<String> seen = Flux.range(0, 2_000)
                .flatMap(
                        i -> Flux.defer(() -> {
                                    SignInFile file = SignInFile.of(directory, "app", REQUEST);
                                    if (i % 10 == 0) {
                                        file.write("b".repeat(20_000));
                                    }
                                    return Flux.just(file.read());
                                })
                                .subscribeOn(Schedulers.boundedElastic()),
                        8)
                .distinct()
                .collectList()
                .block();

        assertThat(other.waitFor()).isZero();
        assertThat(seen).isSubsetOf("", "a".repeat(10_000), "b".repeat(20_000));
    }

    /** Another process that uses the same file. */
    static final class Other {

        public static void main(String[] arguments) {
            SignInFile file = SignInFile.of(Path.of(arguments[0]), "app", REQUEST);
            for (int i = 0; i < 500; i++) {
                file.write("a".repeat(10_000));
                String read = file.read();
                if (read.length() % 10_000 != 0 || read.isEmpty()) {
                    System.exit(1);
                }
            }
        }
    }

    @Test
    void on_windows_an_access_list_lets_nobody_in_but_the_owner() throws IOException {
        Configuration windows = Configuration.windows().toBuilder()
                .setAttributeViews("basic", "owner", "acl")
                .build();
        try (FileSystem system = Jimfs.newFileSystem(windows)) {
            Path home = system.getPath("C:\\Users\\me\\AppData\\Local\\fansync");

            SignInFile.of(home, "app", REQUEST).write("kept");

            assertThat(SignInFile.of(home, "app", REQUEST).read()).isEqualTo("kept");
            assertOwnerOnly(home);
            assertOwnerOnly(home.resolve("sign-in_login.microsoftonline.com_contoso.com_app.json"));
            assertOwnerOnly(home.resolve("sign-in.lock"));
        }
    }

    private static void assertOwnerOnly(Path path) throws IOException {
        List<AclEntry> entries =
                Files.getFileAttributeView(path, AclFileAttributeView.class).getAcl();
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.principal()).isEqualTo(Files.getOwner(path));
            assertThat(entry.permissions()).containsExactlyInAnyOrder(AclEntryPermission.values());
        });
    }
}
