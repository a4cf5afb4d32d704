package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Scenario.Server;
import io.fansync.bulk.SimulatedGraph.Ledger;
import io.fansync.bulk.SimulatedGraph.RetryAfter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Runs a strategy against a scenario, on virtual time: the same seed gives the same figures. */
final class Simulation {

    private Simulation() {}

    /**
     * What came of one tenant's connectors; of several seeds, the worst.
     *
     * @param time from the first arrival to the last acceptance, in ideals
     * @param refused the share of the requests
     * @param lost connectors that were never synced
     * @param repeated those synced more than once
     * @param early requests sent before Retry-After had passed
     */
    record Result(double time, double refused, int lost, int repeated, int early) {

        static final Result BEST = new Result(0, 0, 0, 0, 0);

        Result worse(Result other) {
            return new Result(
                    Math.max(time, other.time),
                    Math.max(refused, other.refused),
                    Math.max(lost, other.lost),
                    Math.max(repeated, other.repeated),
                    Math.max(early, other.early));
        }
    }

    /** The worst of some seeds. */
    static Result run(Scenario scenario, Server server, RetryAfter form, Strategy strategy, LongStream seeds) {
        return seeds.mapToObj(seed -> run(scenario, server, form, strategy, seed))
                .reduce(Result.BEST, Result::worse);
    }

    private static Result run(Scenario scenario, Server server, RetryAfter form, Strategy strategy, long seed) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        SimulatedGraph graph = scenario.graph(server, form, seed, time);
        List<Connector> all = connectors("contoso.com", scenario.connectors());
        run(graph, scenario, strategy, all, seed, time);
        return result(graph.ledger("contoso.com"), all.size(), scenario.ideal());
    }

    static void run(
            SimulatedGraph graph,
            Scenario scenario,
            Strategy strategy,
            List<Connector> all,
            long seed,
            VirtualTimeScheduler time) {
        AtomicBoolean done = new AtomicBoolean();
        strategy.run(graph, scenario.belief(), all, time, seed)
                .doOnTerminate(() -> done.set(true))
                .subscribe();
        for (int i = 0; i < 100 && !done.get(); i++) {
            time.advanceTimeBy(scenario.window().multipliedBy(scenario.windows()));
        }
    }

    static Result result(Ledger ledger, int connectors, double ideal) {
        return new Result(
                (ledger.lastAccepted - ledger.firstArrival) / ideal,
                (double) ledger.refused / (ledger.refused + ledger.accepted),
                connectors - ledger.synced.size(),
                ledger.accepted - ledger.synced.size(),
                ledger.early);
    }

    static List<Connector> connectors(String tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Connector(tenant, "c" + i))
                .collect(Collectors.toList());
    }
}
