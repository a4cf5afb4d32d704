package io.fansync.benchmarks.report;

import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.report.Results.Figure;
import io.fansync.benchmarks.report.Results.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Has each peer do jobs under quota, beside a whale and among faults. */
final class Behaviour {

    private static final List<Peers> PEERS =
            Stream.of(Peers.values()).filter(peer -> !peer.isFloor()).toList();

    private final Scale scale;

    Behaviour(Scale scale) {
        this.scale = scale;
    }

    List<Row> quota(String form) {
        Scenario scenario = Scenario.quota(scale.window(), scale.windows(), form);
        return rows(
                "quota, Retry-After " + form,
                scale.atOnce(),
                (peer, jdk) -> run(scenario, peer, jdk).map(job -> {
                    Map<String, Figure> figures = new LinkedHashMap<>();
                    if (job.idealSeconds() > 0) {
                        figures.put("time ÷ ideal", Figure.of(job.seconds() / job.idealSeconds(), "×"));
                    }
                    figures.put("429s for each sync", Figure.of(100 * job.throttledPerSync(), "%"));
                    figures.put("never synced", Figure.of(100.0 * job.lost() / job.size(), "%"));
                    figures.put("synced twice", Figure.of(job.repeated(), ""));
                    return figures;
                }));
    }

    List<Row> whale() {
        Scenario scenario = Scenario.besideWhale();
        return rows(
                "whale",
                1,
                (peer, jdk) -> run(scenario, peer, jdk)
                        .flatMap(job -> run(scenario.withoutWhale(), peer, jdk).map(alone -> {
                            Map<String, Figure> figures = new LinkedHashMap<>();
                            figures.put("others done", Figure.of(job.secondsWithoutWhale(), "s"));
                            figures.put("without the whale", Figure.of(alone.seconds(), "s"));
                            figures.put(
                                    "slowdown",
                                    Figure.of(job.secondsWithoutWhale() / Math.max(0.001, alone.seconds()), "×"));
                            figures.put("never synced", Figure.of(100.0 * job.lost() / job.size(), "%"));
                            figures.put("429s for each sync", Figure.of(100 * job.throttledPerSync(), "%"));
                            return figures;
                        })));
    }

    List<Row> faults() {
        Scenario scenario = Scenario.faults(5_000);
        return rows(
                "faults",
                1,
                (peer, jdk) -> run(scenario, peer, jdk).map(job -> {
                    Map<String, Figure> figures = new LinkedHashMap<>();
                    figures.put("never synced", Figure.of(job.lost(), ""));
                    figures.put("reported as failed though done", Figure.of(job.deniedThoughDone(), ""));
                    figures.put("synced twice", Figure.of(job.repeated(), ""));
                    figures.put("time", Figure.of(job.seconds(), "s"));
                    return figures;
                }));
    }

    private static Optional<Job> run(Scenario scenario, Peers peer, Jdk jdk) {
        return Job.run(scenario, peer, jdk, scenario.patience());
    }

    /** Rounds in which all peers take their turns, or as many at once as there are places. */
    private List<Row> rows(String what, int atOnce, BiFunction<Peers, Jdk, Optional<Map<String, Figure>>> measuring) {
        ExecutorService places = Executors.newFixedThreadPool(atOnce);
        Map<Peers, List<Future<Optional<Map<String, Figure>>>>> rounds = new EnumMap<>(Peers.class);
        for (int round = 1; round <= scale.rounds(); round++) {
            String turn = what + ", round " + round + ": ";
            for (Peers peer : PEERS) {
                jdk(peer)
                        .ifPresent(jdk -> rounds.computeIfAbsent(peer, p -> new ArrayList<>())
                                .add(places.submit(() -> {
                                    Progress.say(turn + peer.label());
                                    return measuring.apply(peer, jdk);
                                })));
            }
        }
        places.shutdown();
        return PEERS.stream()
                .map(peer -> row(peer, rounds.getOrDefault(peer, List.of())))
                .toList();
    }

    private static Optional<Jdk> jdk(Peers peer) {
        return peer.needsVirtualThreads() ? Jdk.withVirtualThreads() : Optional.of(Jdk.own());
    }

    private static Row row(Peers peer, List<Future<Optional<Map<String, Figure>>>> rounds) {
        if (rounds.isEmpty()) {
            return new Row(peer.label(), "no JDK 21 or later was found", Map.of());
        }
        List<Map<String, Figure>> ended =
                rounds.stream().map(Behaviour::result).flatMap(Optional::stream).toList();
        if (ended.size() < rounds.size()) {
            String absent = "%d of %d did not end in time".formatted(rounds.size() - ended.size(), rounds.size());
            return new Row(peer.label(), absent, Map.of());
        }
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (String column : ended.get(0).keySet()) {
            figures.put(
                    column,
                    Figure.ofRounds(ended.stream()
                            .map(round -> round.get(column))
                            .filter(Objects::nonNull)
                            .toList()));
        }
        return new Row(peer.label(), "", figures);
    }

    private static <T> T result(Future<T> measured) {
        try {
            return measured.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
