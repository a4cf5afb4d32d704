package io.fansync.benchmarks.report;

import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.report.Results.Figure;
import io.fansync.benchmarks.report.Results.Row;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Has each peer do jobs under quota, beside a whale and among faults. */
final class Behaviour {

    private final Scale scale;

    Behaviour(Scale scale) {
        this.scale = scale;
    }

    List<Row> quota(String form) {
        Scenario scenario = Scenario.quota(scale.window(), scale.windows(), form);
        return rows(
                "quota, Retry-After " + form,
                (peer, jdk) -> run(scenario, peer, jdk).map(job -> {
                    Map<String, Figure> figures = new LinkedHashMap<>();
                    figures.put("time ÷ ideal", Figure.of(job.seconds() / Math.max(0.001, job.idealSeconds()), "×"));
                    figures.put("429s for each sync", Figure.of(100 * job.throttledPerSync(), "%"));
                    figures.put("never synced", Figure.of(100.0 * job.lost() / job.size(), "%"));
                    figures.put("synced twice", Figure.of(job.repeated(), ""));
                    return figures;
                }));
    }

    List<Row> whale() {
        Scenario scenario = Scenario.whale(scale.window(), scale.windows());
        return rows(
                "whale",
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
                (peer, jdk) -> run(scenario, peer, jdk).map(job -> {
                    Map<String, Figure> figures = new LinkedHashMap<>();
                    figures.put("never synced", Figure.of(job.lost(), ""));
                    figures.put("reported as failed though done", Figure.of(job.deniedThoughDone(), ""));
                    figures.put("synced twice", Figure.of(job.repeated(), ""));
                    figures.put("time", Figure.of(job.seconds(), "s"));
                    return figures;
                }));
    }

    private Optional<Job> run(Scenario scenario, Peers peer, Jdk jdk) {
        Duration ideal = scale.window().multipliedBy(scale.windows());
        return Job.run(scenario, peer, jdk, ideal.multipliedBy(5).plusSeconds(60));
    }

    private static List<Row> rows(String what, BiFunction<Peers, Jdk, Optional<Map<String, Figure>>> measuring) {
        return Stream.of(Peers.values())
                .filter(peer -> !peer.isFloor())
                .map(peer -> row(what, peer, measuring))
                .toList();
    }

    private static Row row(String what, Peers peer, BiFunction<Peers, Jdk, Optional<Map<String, Figure>>> measuring) {
        Optional<Jdk> jdk = peer.needsVirtualThreads() ? Jdk.withVirtualThreads() : Optional.of(Jdk.own());
        if (jdk.isEmpty()) {
            return new Row(peer.label(), "no JDK 21 or later was found", Map.of());
        }
        Progress.say(what + ": " + peer.label());
        return measuring
                .apply(peer, jdk.get())
                .map(figures -> new Row(peer.label(), "", figures))
                .orElseGet(() -> new Row(peer.label(), "did not end in time", Map.of()));
    }
}
