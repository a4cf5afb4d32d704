package io.fansync.benchmarks.report;

import io.fansync.benchmarks.ClientProfiler;
import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.report.Results.Figure;
import io.fansync.benchmarks.report.Results.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH. Peers take turns, round by round, so that what else the machine does falls on all of them. */
final class Weighing {

    /** The names of the secondary results, and what they are called in a table. */
    private static final Map<String, String> COLUMNS = columns();

    private static final String RATIO = "CPU ÷ hand-written loop";

    private final Scale scale;
    private final Path log;

    Weighing(Scale scale, Path log) {
        this.scale = scale;
        this.log = log;
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("client.cpu", "CPU");
        columns.put("gc.alloc.rate.norm", "allocated");
        columns.put("client.p50", "p50");
        columns.put("client.p99", "p99");
        columns.put("client.threads", "threads");
        columns.put("client.memory", "memory");
        columns.put("client.server", "server busy");
        return columns;
    }

    /** All peers, at one concurrency. */
    List<Row> peers(Class<?> benchmark, int concurrency) {
        Map<Peers, Map<String, List<Double>>> rounds = new LinkedHashMap<>();
        Map<String, String> units = new LinkedHashMap<>();
        List<Peers> order = new ArrayList<>(List.of(Peers.values()));
        for (int round = 0; round < scale.rounds(); round++) {
            for (Peers peer : order) {
                Progress.say(
                        benchmark.getSimpleName() + " " + concurrency + ", round " + (round + 1) + ": " + peer.label());
                measure(benchmark, peer, concurrency)
                        .ifPresent(result ->
                                enter(result, units, rounds.computeIfAbsent(peer, p -> new LinkedHashMap<>())));
            }
            Collections.rotate(order, 3);
        }
        List<Double> floor = rounds.getOrDefault(Peers.NETTY_LOOP, Map.of()).getOrDefault("CPU", List.of());
        rounds.values().forEach(figures -> compare(figures, floor));
        units.put(RATIO, "×");
        return Stream.of(Peers.values())
                .map(peer -> row(peer, rounds.getOrDefault(peer, Map.of()), units))
                .toList();
    }

    /** Round by round, because the rounds are not alike. */
    private static void compare(Map<String, List<Double>> figures, List<Double> floor) {
        List<Double> own = figures.getOrDefault("CPU", List.of());
        if (!own.isEmpty() && own.size() == floor.size()) {
            figures.put(
                    RATIO,
                    IntStream.range(0, own.size())
                            .mapToObj(round -> own.get(round) / floor.get(round))
                            .toList());
        }
    }

    private Optional<RunResult> measure(Class<?> benchmark, Peers peer, int concurrency) {
        ChainedOptionsBuilder options = quietly(benchmark)
                .forks(1)
                .warmupIterations(scale.warmups())
                .measurementIterations(scale.measurements())
                .param("peer", peer.name())
                .param("concurrency", Integer.toString(concurrency))
                .addProfiler(ClientProfiler.class);
        if (peer.needsVirtualThreads()) {
            Optional<Jdk> jdk = Jdk.withVirtualThreads();
            if (jdk.isEmpty()) {
                return Optional.empty();
            }
            options.jvm(jdk.get().java().toString());
        }
        return run(options).stream().findFirst();
    }

    /** A benchmark of a part, with all its parameters. */
    List<Row> parts(Class<?> benchmark) {
        Progress.say(benchmark.getSimpleName());
        return run(quietly(benchmark)).stream().map(Weighing::part).toList();
    }

    private ChainedOptionsBuilder quietly(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\.")
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(false)
                .output(log.toString());
    }

    private static List<RunResult> run(ChainedOptionsBuilder options) {
        try {
            return List.copyOf(new Runner(options.build()).run());
        } catch (RunnerException e) {
            Progress.say("failed: " + e.getMessage());
            return List.of();
        }
    }

    private static void enter(RunResult result, Map<String, String> units, Map<String, List<Double>> figures) {
        add("rate", result.getPrimaryResult(), units, figures);
        COLUMNS.forEach((name, column) -> {
            Result<?> secondary = result.getSecondaryResults().get(name);
            if (secondary != null) {
                add(column, secondary, units, figures);
            }
        });
    }

    private static void add(
            String column, Result<?> result, Map<String, String> units, Map<String, List<Double>> figures) {
        units.put(
                column,
                result.getScoreUnit()
                        .replace("ops/s", "syncs/s")
                        .replace("us/op", "µs")
                        .replace("B/op", "B"));
        figures.computeIfAbsent(column, c -> new ArrayList<>()).add(result.getScore());
    }

    private static Row row(Peers peer, Map<String, List<Double>> rounds, Map<String, String> units) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        rounds.forEach((column, values) -> figures.put(column, Figure.of(values, units.getOrDefault(column, ""))));
        String absent = !figures.isEmpty()
                ? ""
                : peer.needsVirtualThreads() && Jdk.withVirtualThreads().isEmpty()
                        ? "no JDK 21 or later was found"
                        : "failed, see jmh.log";
        return new Row(peer.label(), absent, figures);
    }

    private static Row part(RunResult result) {
        String method = result.getParams().getBenchmark().replaceAll("^.*\\.(\\w+)\\.(\\w+)$", "$1 $2");
        StringBuilder who = new StringBuilder(method);
        result.getParams()
                .getParamsKeys()
                .forEach(key -> who.append(", ")
                        .append(key)
                        .append(' ')
                        .append(result.getParams().getParam(key)));
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put(
                "score",
                Figure.of(
                        result.getPrimaryResult().getScore(),
                        result.getPrimaryResult().getScoreUnit()));
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated != null) {
            figures.put("allocated", Figure.of(allocated.getScore(), "B"));
        }
        return new Row(who.toString(), "", figures);
    }
}
