package io.fansync.benchmarks.report;

import io.fansync.benchmarks.BulkBenchmark;
import io.fansync.benchmarks.LatencyBenchmark;
import io.fansync.benchmarks.TlsBenchmark;
import io.fansync.benchmarks.report.Results.Row;
import io.fansync.benchmarks.report.Results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code report [--quick|--full] [--out DIRECTORY] [--draw]}: measures, writes {@code results.json}, and draws it. */
public final class Report {

    private static final String RESULTS = "results.json";
    private static final String USAGE = """
            Usage: java -jar benchmarks/target/benchmarks.jar report [--quick|--full] [--out DIRECTORY]
                   java -jar benchmarks/target/benchmarks.jar report --draw [--out DIRECTORY]
            Measures fansync beside its peers; without an option in under 15 minutes, with --quick in under 3, with --full for
            as long as it takes. Writes results.json, report.html and charts into the directory (benchmark-report).
            --draw measures nothing and draws the results.json that is there. Everything else goes to JMH: -h.
            """;

    private final Scale scale;
    private final Path directory;
    private final String arguments;
    private final Instant begun = Instant.now();
    private final List<Table> tables = new ArrayList<>();

    private Report(Scale scale, Path directory, String arguments) {
        this.scale = scale;
        this.directory = directory;
        this.arguments = arguments;
    }

    public static void main(List<String> args) throws IOException {
        List<String> given = new ArrayList<>(args);
        Path directory = Path.of("benchmark-report");
        int out = given.indexOf("--out");
        if (out >= 0 && out + 1 < given.size()) {
            directory = Path.of(given.remove(out + 1));
            given.remove(out);
        }
        String arguments = String.join(" ", given);
        boolean draw = given.remove("--draw");
        boolean quick = given.remove("--quick");
        boolean full = given.remove("--full");
        if (!given.isEmpty()) {
            System.out.print(USAGE);
            return;
        }
        Files.createDirectories(directory);
        if (!draw) {
            Scale scale = quick ? Scale.QUICK : full ? Scale.FULL : Scale.USUAL;
            new Report(scale, directory, arguments).measure();
        }
        Results results = mapper().readValue(directory.resolve(RESULTS), Results.class);
        new Drawing(results).into(directory);
        System.out.println(directory.resolve("report.html"));
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    private void measure() throws IOException {
        costs();
        behaviour();
        if (scale.all()) {
            faults();
            parts();
        }
    }

    /** What there is so far, so that whoever interrupts it has that. */
    private void write() throws IOException {
        Results results = new Results(
                Machine.here(),
                begun.truncatedTo(ChronoUnit.SECONDS).toString(),
                ("java -jar benchmarks/target/benchmarks.jar report " + arguments).strip(),
                Duration.between(begun, Instant.now()).toMinutes(),
                tables);
        Files.write(directory.resolve(RESULTS), mapper().writeValueAsBytes(results));
    }

    private void costs() throws IOException {
        Weighing weighing = new Weighing(scale, directory.resolve("jmh.log"));
        for (int concurrency : scale.concurrencies()) {
            add(
                    "cost-" + concurrency,
                    "What a sync costs, " + concurrency + " requests in flight",
                    "Plain HTTP, a server that answers at once, 5,000 connectors of 20 tenants in each run. CPU is the client process's,"
                            + " user and system. The server is not the limit where its core is not busy all the time.",
                    List.of("CPU", "allocated"),
                    weighing.peers(BulkBenchmark.class, concurrency));
        }
        if (scale.more()) {
            add(
                    "tls",
                    "The same over TLS, 64 in flight",
                    "TLS 1.3 by the JDK, connections kept.",
                    List.of("CPU"),
                    weighing.peers(TlsBenchmark.class, 64));
            add(
                    "latency",
                    "A server 50 ms away, 64 in flight",
                    "64 requests in flight and 50 ms each allow 1,280 requests a second, of 20 syncs each in batches.",
                    List.of("threads", "memory"),
                    weighing.peers(LatencyBenchmark.class, 64));
        }
    }

    private void behaviour() throws IOException {
        Behaviour behaviour = new Behaviour(scale);
        String quota = """
                One tenant, %d connectors, a quota of 100 in %s, which fansync is told. Ideal is (n/N − 1) windows for what was synced, \
                if that is more than one window's. \
                Before the clock starts, 2,000 connectors of other tenants have been synced.""".formatted(100 * scale.windows(), Words.of(scale.window()));
        add(
                "quota-absent",
                "Under a quota, without Retry-After",
                quota,
                List.of("time ÷ ideal", "never synced"),
                behaviour.quota("ABSENT"));
        if (!scale.more()) {
            return;
        }
        add(
                "quota-told",
                "Under a quota, with Retry-After",
                quota,
                List.of("time ÷ ideal"),
                behaviour.quota(scale.window().compareTo(Duration.ofSeconds(1)) < 0 ? "DECIMAL" : "SECONDS"));
        add(
                "whale",
                "49 tenants beside a whale",
                "Each has 100 connectors, which is its quota in half a second; the whale has 1,000. Answers take 50 ms. How long the 49 take beside"
                        + " it and alone.",
                List.of("slowdown"),
                behaviour.whale());
    }

    private void faults() throws IOException {
        add(
                "faults",
                "5,000 syncs, 5 % of the requests go wrong",
                "500, 503, 504, and closed connections, before and after Graph acted.",
                List.of("never synced"),
                new Behaviour(scale).faults());
    }

    private void parts() throws IOException {
        Weighing weighing = new Weighing(scale, directory.resolve("jmh-parts.log"));
        List<Row> rows = new ArrayList<>();
        Parts.ALL.forEach(part -> rows.addAll(weighing.parts(part)));
        add("parts", "Parts alone", "Without a network, but for one sync and for signing in.", List.of(), rows);
    }

    private void add(String id, String title, String about, List<String> charts, List<Row> rows) throws IOException {
        tables.add(new Table(id, title, about, charts, rows));
        write();
    }
}
