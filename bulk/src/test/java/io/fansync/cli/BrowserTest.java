package io.fansync.cli;

import static io.fansync.cli.Outcomes.START;
import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncTally;
import io.fansync.cli.Commands.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a browser, which is the judge of what is markup and what is text. */
@Tag("process")
class BrowserTest {

    /** Whatever of this runs leaves a mark in the title. */
    private static final String HOSTILE = "</td></style></title>\"'><script>document.title='owned'</script>"
            + "<img src=x onerror=\"document.title='owned'\"><svg onload=\"document.title='owned'\">";

    /** Put behind the page with a policy of its own, it proves that this browser runs scripts at all. */
    private static final String SCRIPT = "<script>document.title='ran'</script>";

    private final Totals totals = new Totals(SyncTally.NONE);
    private final Traffic traffic = new Traffic(() -> 0, Quota.of(100, Duration.ofSeconds(20)));

    @TempDir
    private Path directory;

    @BeforeEach
    void a_run() {
        Commands.require("chromium");
        totals.add(accepted("a.com", "1"));
        totals.add(failed("a.com", "2", new Rejected(HOSTILE)));
        traffic.answered("a.com", new SyncReceipt(new Connector("a.com", "1"), SyncType.DELTA), -50_000_000);
        traffic.answered("a.com", new Throttled("429", Duration.ZERO), -50_000_000);
    }

    private String page() {
        Places places = new Places(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(HOSTILE));
        return Report.of(
                new Account(totals, traffic, 0, START, Duration.ofSeconds(2), Map.of("Graph", HOSTILE), places));
    }

    private Ended open(String page, String... options) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("page.html"), page);
        List<String> line = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu"));
        line.addAll(List.of("--no-first-run", "--disable-background-networking", "--disable-component-update"));
        line.addAll(List.of("--disable-sync", "--enable-logging=stderr", "--user-data-dir=" + directory));
        line.addAll(List.of(options));
        line.add(file.toUri().toString());
        return Commands.run(directory, new ProcessBuilder(line));
    }

    @Test
    void no_name_is_run_and_nothing_breaks_the_policy() throws Exception {
        Ended ended = open(page(), "--dump-dom");

        assertThat(ended.out())
                .contains("<title>fansync: 1 of 2 connectors accepted</title>")
                .contains("<section><h2>Environment</h2>")
                .doesNotContainPattern("<(script|img|svg onload)");
        assertThat(ended.err()).doesNotContain("Content Security Policy", "CONSOLE");
    }

    @Test
    void the_policy_stops_a_script_that_got_in_all_the_same() throws Exception {
        assertThat(open(page().replace("</main>", SCRIPT + "</main>"), "--dump-dom")
                        .out())
                .contains("<title>fansync: ");
        assertThat(open("<title>page</title>" + SCRIPT, "--dump-dom").out()).contains("<title>ran</title>");
    }

    @Test
    void it_is_drawn_light_and_dark_and_printed() throws Exception {
        byte[] light = picture("--blink-settings=preferredColorScheme=1");
        byte[] dark = picture("--blink-settings=preferredColorScheme=0");
        open(page(), "--print-to-pdf=" + directory.resolve("page.pdf"), "--no-pdf-header-footer");

        assertThat(light).isNotEqualTo(dark).hasSizeGreaterThan(10_000);
        assertThat(Files.readAllBytes(directory.resolve("page.pdf")))
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII))
                .hasSizeGreaterThan(10_000);
    }

    private byte[] picture(String scheme) throws Exception {
        Path picture = directory.resolve("page.png");
        open(page(), scheme, "--screenshot=" + picture, "--window-size=1000,1200");
        return Files.readAllBytes(picture);
    }
}
