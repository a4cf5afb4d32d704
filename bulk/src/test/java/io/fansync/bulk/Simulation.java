package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Scenario.Server;
import io.fansync.bulk.SimulatedGraph.Ledger;
import io.fansync.bulk.SimulatedGraph.RetryAfter;
import java.util.AbstractList;
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
     * @param best the same for one who knows all
     * @param avoidable the goal was missed, and not by one who knows all
     * @param refused the share of the requests
     * @param lost connectors that were never synced
     * @param repeated those synced more than once
     * @param early requests sent before Retry-After had passed
     */
    record Result(
            double time, double best, boolean avoidable, double refused, int lost, int repeated, int early, Held held) {

        static final Result BEST = new Result(0, 0, false, 0, 0, 0, 0, new Held(0, 0));

        Result worse(Result other) {
            return new Result(
                    Math.max(time, other.time),
                    Math.max(best, other.best),
                    avoidable || other.avoidable,
                    Math.max(refused, other.refused),
                    Math.max(lost, other.lost),
                    Math.max(repeated, other.repeated),
                    Math.max(early, other.early),
                    held.more(other.held));
        }
    }

    /** What was held at once: timers, and connectors that were taken from the source and are not settled. */
    record Held(int timers, int connectors) {

        Held more(Held other) {
            return new Held(Math.max(timers, other.timers), Math.max(connectors, other.connectors));
        }
    }

    /** Counts what was taken from it. */
    private static final class Taken extends AbstractList<Connector> {
        private final List<Connector> all;
        private int held;
        private int mostHeld;

        Taken(List<Connector> all) {
            this.all = all;
        }

        @Override
        public Connector get(int index) {
            held++;
            mostHeld = Math.max(mostHeld, held);
            return all.get(index);
        }

        @Override
        public int size() {
            return all.size();
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
        Held held = run(graph, scenario, strategy, all, seed, time);
        Ledger ledger = graph.ledger("contoso.com");
        double best = scenario.time() == 0 ? 0 : scenario.best(server, seed, ledger.firstArrival);
        return result(ledger, scenario, best, held);
    }

    /** Runs it, and returns what it held at once, at most. */
    static Held run(
            SimulatedGraph graph,
            Scenario scenario,
            Strategy strategy,
            List<Connector> all,
            long seed,
            VirtualTimeScheduler time) {
        AtomicBoolean done = new AtomicBoolean();
        CountingScheduler timers = new CountingScheduler(time);
        Taken source = new Taken(all);
        strategy.run(graph, scenario.belief(), source, timers, seed)
                .doOnNext(settled -> source.held--)
                .doOnTerminate(() -> done.set(true))
                .subscribe();
        for (int i = 0; i < 100 && !done.get(); i++) {
            time.advanceTimeBy(scenario.window().multipliedBy(scenario.windows()));
        }
        return new Held(timers.mostAlive, source.mostHeld);
    }

    private static Result result(Ledger ledger, Scenario scenario, double best, Held held) {
        double time = (ledger.lastAccepted - ledger.firstArrival) / scenario.ideal();
        return new Result(
                time,
                best,
                time > scenario.allowed() && best <= scenario.allowed(),
                (double) ledger.refused / (ledger.refused + ledger.accepted),
                scenario.connectors() - ledger.synced.size(),
                ledger.accepted - ledger.synced.size(),
                ledger.early,
                held);
    }

    static List<Connector> connectors(String tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Connector(tenant, "c" + i))
                .collect(Collectors.toList());
    }
}
