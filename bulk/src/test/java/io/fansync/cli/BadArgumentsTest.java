package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be used ends with exit code 2 and one line on stderr, before anything is sent. */
class BadArgumentsTest {

    private static final String HELP = "; see fansync sync --help";
    private static final String CLOUDS = "write one of global, us-gov, us-gov-dod, china, bleu, delos, not 'mars'";

    private static final String LOCALE = "in the locale C, names are ASCII: LC_ALL=C.UTF-8 lets them be others";

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path directory;

    /** A table: as long as there are mistakes to make. */
    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("sync a.com/1 --frobnicate", "unknown option --frobnicate" + HELP),
                arguments("sync a.com/1 --frobnicate=secret", "unknown option --frobnicate" + HELP),
                arguments("frobnicate", "unknown command frobnicate; see fansync --help"),
                arguments("", "Missing required subcommand; see fansync --help"),
                arguments("sync", "no connector; name some, or give --ids FILE or --all"),
                arguments("sync 1", "argument '1': '1' comes without a tenant; write TENANT/1, or give --tenant"),
                arguments(
                        "sync a.com/", "argument 'a.com/': A connector id must not be empty, '.' or '..', but was ''"),
                arguments(
                        "sync a.com/1/2",
                        "argument 'a.com/1/2': A connector id must not hold '/', '?', '#' or an invisible character,"
                                + " but was '1/2'; write the id alone, as Graph lists it"),
                arguments(
                        "sync --tenant a_b 1",
                        "--tenant: A tenant is a domain or an id (letters, digits, dots, hyphens), but was 'a_b'"),
                arguments("sync - --ids x.txt", "- and --ids exclude each other; give one"),
                arguments(
                        "sync --tenant a.com 1 -",
                        "- reads stdin and stands alone; name other connectors there, or in --ids FILE"),
                arguments("sync --ids a\0b", invalid("--ids", "no file can be named 'a?b' here; " + LOCALE)),
                arguments("sync --ids absent.txt", "cannot read absent.txt: no such file or directory"),
                arguments("sync --ids", "Missing required parameter for option '--ids' (FILE|-)" + HELP),
                arguments("sync a.com/1 --type Full", invalid("--type", "write one of full, delta, not 'Full'")),
                arguments("sync a.com/1 --concurrency 0", "--concurrency must be at least 1, not 0"),
                arguments(
                        "sync a.com/1 --concurrency x",
                        invalid("--concurrency", "write a whole number up to 2147483647, not 'x'")),
                arguments("sync a.com/1 --dry-run=x", invalid("--dry-run", "write true or false, not 'x'")),
                arguments("sync a.com/1 -x", "unknown option -x" + HELP),
                arguments("sync a.com/1 --batch 21", "--batch must be 1 to 20, not 21"),
                arguments("sync a.com/1 --retries -1", "--retries must be at least 0, not -1"),
                arguments(
                        "sync a.com/1 --deadline 5",
                        invalid("--deadline", "write a duration like 500ms, 20s, 10m or 2h, not '5'")),
                arguments(
                        "sync a.com/1 --deadline=5",
                        invalid("--deadline", "write a duration like 500ms, 20s, 10m or 2h, not '5'")),
                arguments("sync a.com/1 --deadline 0s", "--deadline must be longer than zero"),
                arguments(
                        "sync a.com/1 --quota 100",
                        invalid("--quota", "write a quota like 100/20s, or none, not '100'")),
                arguments(
                        "sync a.com/1 --quota-max none",
                        "--quota-max must be a quota like 100/20s; leave it out to have none"),
                arguments("sync a.com/1 --results x.txt", "--results must be named .jsonl or .csv, not x.txt"),
                arguments(
                        "sync a.com/1 --results absent/x.csv", "cannot write absent/x.csv: no such file or directory"),
                arguments("sync a.com/1 --cloud mars", invalid("--cloud", CLOUDS)),
                arguments(
                        "sync a.com/1 --graph-url http://example.com",
                        "Graph's URL must be https, or http on loopback, but was http://example.com"),
                arguments(
                        "sync a.com/1 --graph-url 10.0.0.1:8080",
                        "The Graph URL must look like https://host or https://host:port, but was 10.0.0.1:8080"),
                arguments(
                        "sync a.com/1 --graph-url http://127.0.0.1:99999",
                        "The Graph URL must look like https://host or https://host:port, but was"
                                + " http://127.0.0.1:99999"),
                arguments(
                        "sync a.com/1 --graph-url https://localhost/v1.0",
                        "--graph-url is the root of Graph, without /v1.0, which is added; not https://localhost/v1.0"),
                arguments(
                        "sync a.com/1 --graph-url https://localhost --login-url http://localhost",
                        "The login URL must be https, but was http://localhost"),
                arguments(
                        "sync a.com/1 --cloud china --graph-url https://localhost",
                        "--cloud and --graph-url exclude each other; give one"),
                arguments(
                        "sync a.com/1 --login-url https://localhost",
                        "--login-url goes with --graph-url; clouds that have a name are given by --cloud"),
                arguments(
                        "sync a.com/1 --ca-file absent.pem",
                        "cannot read --ca-file absent.pem: no such file or directory"),
                arguments(
                        "sync a.com/1 --proxy https://proxy:8080",
                        "--proxy must look like http://host:port; other kinds of proxies are not in this version"),
                arguments(
                        "sync a.com/1 --proxy proxy:99999",
                        "--proxy must look like http://host:port; other kinds of proxies are not in this version"),
                arguments(
                        "sync a.com/1 --proxy http://user:password@proxy:8080",
                        "a secret is never an argument's value; name a proxy with a password in HTTPS_PROXY"),
                arguments("sync a.com/1 --all", "--all names every connector; leave out the others"),
                arguments("sync --ids x.txt --all", "--all names every connector; leave out --ids"),
                arguments("sync --all", "--all needs --tenant or --tenants"),
                arguments("sync --all --tenants absent.csv", "cannot read absent.csv: no such file or directory"),
                arguments(
                        "sync --all --tenant a.com --tenants x.csv",
                        "--tenant and --tenants exclude each other; give one"),
                arguments(
                        "sync 1 --tenant a.com --tenant b.com",
                        "several --tenant go with --all; name the connectors as TENANT/ID"),
                arguments("list a.com", "unexpected argument a.com; see fansync list --help"),
                arguments("help synk", "Unknown subcommand 'synk'; see fansync --help"),
                arguments("list", "list needs --tenant or --tenants"),
                arguments(
                        "sync a.com/1 --concurency 5",
                        "unknown option --concurency (did you mean --concurrency?)" + HELP),
                arguments("synk a.com/1", "unknown command synk (did you mean sync?); see fansync --help"),
                arguments("sync a.com/1 --confirm 0s", "--confirm must be longer than zero"),
                arguments("sync a.com/1 --job=n --no-journal", "--job and --no-journal exclude each other; give one"),
                arguments("sync a.com/1 --report x.pdf", "--report must be named .html, not x.pdf"),
                arguments("login --tenant a.com", "login needs --client-id"),
                arguments("login --client-id x", "login needs --tenant"),
                arguments(
                        "login --client-id x --tenant a_b",
                        "--tenant: A tenant is a domain or an id (letters, digits, dots, hyphens), but was 'a_b'"),
                arguments(
                        "login --client-id ~secret~ --tenant a.com",
                        "--client-id is the id of an app registration: letters, digits, dots, hyphens and underscores"),
                arguments("login --client-secret=x", "unknown option --client-secret; see fansync login --help"),
                arguments("logout --cloud mars", invalid("--cloud", CLOUDS).replace("sync --help", "logout --help")),
                arguments("resume nightly --retries 3", "no job nightly; 'fansync jobs' lists them"),
                arguments(
                        "completion tcsh",
                        "Invalid value for positional parameter at index 0 (bash|zsh|fish|powershell): write one of bash, zsh, fish, powershell, not 'tcsh'; see fansync completion --help"));
    }

    private static String invalid(String option, String why) {
        return "Invalid value for option '" + option + "': " + why + HELP;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void is_refused(String arguments, String error) {
        shell.environment.put("TOKEN", "token");
        shell.environment.put("FANSYNC_TOKEN_ENV", "TOKEN");

        assertRefused(error, arguments.isEmpty() ? new String[0] : arguments.split(" "));
    }

    private void assertRefused(String error, String... arguments) {
        assertThat(shell.run(arguments)).isEqualTo(2);

        assertThat(shell.err()).containsExactly("fansync: " + error);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.sent).isEmpty();
    }

    /** A table: as long as there are mistakes to make. */
    static Stream<Arguments> badCredentials() {
        String none = "no credentials; give --token-env, --token-file, --token-command, --managed-identity, or"
                + " --client-id with --client-secret-file, --certificate or --federated-token-file, or after"
                + " 'fansync login'";
        return Stream.of(
                arguments("", Map.of(), none),
                arguments("", Map.of("AZURE_FEDERATED_TOKEN_FILE", "f"), none),
                arguments(
                        "--token-env ABSENT",
                        Map.of(),
                        "--token-env: the environment variable ABSENT is not set, or empty"),
                arguments(
                        "--token-env EMPTY",
                        Map.of("EMPTY", " "),
                        "--token-env: the environment variable EMPTY is not set, or empty"),
                arguments(
                        "--token-env T",
                        Map.of("T", "two words"),
                        "--token-env: what T holds is not a token: A token must"
                                + " not be empty, nor hold a space, a line break or a character beyond ASCII"),
                arguments(
                        "--token-env some.secret.token",
                        Map.of(),
                        "--token-env takes the name of an environment variable, never a token itself"),
                arguments(
                        "--token-file absent.json",
                        Map.of(),
                        "cannot read --token-file absent.json: no such file or directory"),
                arguments(
                        "--token-file eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
                        Map.of(),
                        "cannot read --token-file ***: no such file or directory"),
                arguments(
                        "--token secret",
                        Map.of(),
                        "--token: a secret is never an argument's value; put it in a file, for" + " --token-file"),
                arguments(
                        "--client-secret=secret",
                        Map.of(),
                        "--client-secret: a secret is never an argument's value; put it"
                                + " in a file, for --client-secret-file"),
                arguments(
                        "--certificate-password=secret",
                        Map.of(),
                        "--certificate-password: a secret is never an argument's value; put it in a file, for"
                                + " --certificate-password-file"),
                arguments(
                        "--token secret --dry-run",
                        Map.of(),
                        "--token: a secret is never an argument's value; put it in a file, for --token-file"),
                arguments("--client-secret-file secret", Map.of(), "--client-secret-file needs --client-id"),
                arguments("--certificate app.pem", Map.of(), "--certificate needs --client-id"),
                arguments(
                        "--client-id x --certificate absent.pem",
                        Map.of(),
                        "cannot read --certificate absent.pem: no such file or directory"),
                arguments(
                        "--client-id x --certificate-password-file f",
                        Map.of(),
                        "--certificate-password-file goes with --certificate"),
                arguments(
                        "--client-id x",
                        Map.of("AZURE_FEDERATED_TOKEN_FILE", "absent"),
                        "cannot read the file of --federated-token-file: no such file or directory"),
                arguments(
                        "--managed-identity --token-env T",
                        Map.of("T", "t"),
                        "--token-env and --managed-identity exclude each other; give one"),
                arguments(
                        "--client-id not/an/id",
                        Map.of(),
                        "--client-id is the id of an app registration: letters, digits, dots, hyphens and underscores"),
                arguments(
                        "--client-id x --client-secret-file secret",
                        Map.of(),
                        "cannot read the file of --client-secret-file: no such file or directory"),
                arguments(
                        "--client-id x --client-secret-file f --graph-url https://localhost",
                        Map.of(),
                        "--graph-url needs --login-url where fansync signs in"),
                arguments(
                        "--token-env T --token-file f",
                        Map.of("T", "t"),
                        "--token-env and --token-file exclude each other; give one"),
                arguments(
                        "",
                        Map.of("FANSYNC_TOKEN_ENV", "T", "FANSYNC_TOKEN_FILE", "f"),
                        "--token-env and --token-file exclude each other; give one"),
                arguments(
                        "--client-id x --token-env T",
                        Map.of("T", "t"),
                        "--client-id and --token-env exclude each other; give one"),
                arguments(
                        "--token-command 'open",
                        Map.of(),
                        "--token-command must be a command, with every quote closed"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badCredentials")
    void credentials_are_refused(String arguments, Map<String, String> environment, String error) {
        shell.environment.putAll(environment);

        assertRefused(error, ("sync a.com/1 " + arguments).strip().split(" "));
    }

    @Test
    void in_the_environment_the_variable_is_named() {
        shell.environment.put("FANSYNC_DEADLINE", "soon");

        assertRefused(
                "Invalid value for option '--deadline': write a duration like 500ms, 20s, 10m or 2h, not 'soon'"
                        + " (from FANSYNC_DEADLINE)" + HELP,
                "sync",
                "a.com/1");
    }

    @Test
    void results_never_overwrite_the_input() throws IOException {
        Path ids = Files.writeString(directory.resolve("ids.csv"), "tenant,id\na.com,1\n");

        assertRefused(
                "--results would overwrite --ids " + ids + "; name another file",
                "sync",
                "--ids=" + ids,
                "--results=" + ids);
        assertThat(ids).hasContent("tenant,id\na.com,1\n");
    }

    @Test
    void results_never_overwrite_the_tenants() throws IOException {
        Path tenants = Files.writeString(directory.resolve("tenants.csv"), "a.com\n");

        assertRefused(
                "--results would overwrite --tenants " + tenants + "; name another file",
                "sync",
                "--all",
                "--tenants=" + tenants,
                "--results=" + tenants);
        assertThat(tenants).hasContent("a.com\n");
    }

    @Test
    void a_report_that_cannot_be_written_leaves_no_job_and_the_rows_of_before() throws IOException {
        shell.environment.put("TOKEN", "token");
        Path rows = Files.writeString(directory.resolve("rows.jsonl"), "{}\n");
        Path report = directory.resolve("absent").resolve("report.html");

        assertRefused(
                "cannot write " + report + ": no such file or directory",
                "sync",
                "a.com/1",
                "--token-env=TOKEN",
                "--job=nightly",
                "--results=" + rows,
                "--report=" + report);
        assertThat(rows).hasContent("{}\n");
        assertThat(new Jobs(shell.shell()).names()).isEmpty();
    }

    @Test
    void one_bad_line_among_many_sends_nothing() throws IOException {
        shell.environment.put("FANSYNC_TOKEN_ENV", "TOKEN");
        shell.environment.put("TOKEN", "token");
        Path ids = Files.writeString(directory.resolve("ids.txt"), "a.com/1\n".repeat(5_000) + "a.com/\n");

        assertRefused(ids + ":5001: A connector id must not be empty, '.' or '..', but was ''", "sync", "--ids=" + ids);
    }
}
