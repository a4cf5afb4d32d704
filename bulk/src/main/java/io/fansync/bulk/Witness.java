package io.fansync.bulk;

import static java.util.Objects.requireNonNull;

import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDetails.Status;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.SyncReceipt;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.Watch.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.util.context.Context;

/**
 * Reads a run's connectors before they are sent and after, to see whether what Graph tells as their last sync moves. It stands
 * before the same gates as the run and takes turns with it. A connector that waits to be read again is a small object in a lane.
 */
final class Witness extends Party {

    private static final long FIRST_LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);
    private static final Duration VERIFIED_FOR = Duration.ofSeconds(30);
    private static final int TRIES = 3;

    private final Run run;
    private final ConnectorDirectory directory;
    private final Lanes lanes;
    private final Set<Flight<?>> flights = new HashSet<>();
    private boolean stopped;

    Witness(Dispatcher dispatcher, Run run, Settings settings, ConnectorDirectory directory) {
        super(dispatcher, settings);
        this.run = run;
        this.directory = directory;
        this.lanes = new Lanes(dispatcher, this, settings.quota, run::learnt);
    }

    /** Where connectors wait to be read. */
    Lanes lanes() {
        return lanes;
    }

    /** Reads the connector, and then has it sent. */
    void before(Task task) {
        task.watch = new Watch();
        Lane lane = lanes.of(task);
        lane.add(task);
        dispatcher.joined(lane);
    }

    /** The connector was accepted: looks until its sync is seen, or time is up. */
    void confirm(Task task, SyncReceipt receipt, long now) {
        Watch watch = watch(task);
        watch.receipt = receipt;
        if (stopped) {
            run.leave(task);
        } else if (watch.isComparable()) {
            watch.next(Stage.CONFIRM, now + confirmFor().toNanos());
            lookLater(task, now, dispatcher.jittered(FIRST_LOOK));
        } else {
            unconfirmed(task, "its last sync could not be read before: " + watch.trouble);
        }
    }

    /**
     * The connector may have been accepted: looks once before it is sent again; or, if it is not to be, until a sync is seen or time
     * is up. Returns false if there is nothing to compare with.
     */
    boolean verify(Task task, boolean again, long now) {
        Watch watch = watch(task);
        if (!watch.isComparable()) {
            return false;
        }
        watch.next(
                Stage.VERIFY,
                again ? now : now + settings.confirm.orElse(VERIFIED_FOR).toNanos());
        watch.again = again;
        lookLater(task, now, again ? dispatcher.resendDelay(task.resends()) : dispatcher.jittered(FIRST_LOOK));
        return true;
    }

    private Duration confirmFor() {
        return settings.confirm.orElseThrow();
    }

    /** The run is stopped: what waits is left as it is, what is in flight may still land. */
    void stop() {
        stopped = true;
        withdraw();
        lanes.drainTo(run::leave);
    }

    void abandon() {
        List.copyOf(flights).forEach(Flight::abandon);
    }

    void read(Task task, ConnectorDetails details, long now) {
        Watch watch = watch(task);
        watch.read(details);
        Optional<Instant> moved = watch.moved();
        if (moved.isPresent()) {
            run.conclude(task, new Confirmed(task.connector, effort(task), answer(task), moved.get()));
        } else if (stopped) {
            run.leave(task);
        } else if (watch.stage == Stage.CONFIRM && isDead(details)) {
            unconfirmed(task, statement(details.status()));
        } else {
            goOn(task, now);
        }
    }

    void missed(Lane lane, Task task, SyncException why, long now) {
        Watch watch = watch(task);
        watch.trouble = why.getMessage() == null ? why.toString() : why.getMessage();
        boolean mayPass = why instanceof Throttled || why instanceof Unavailable;
        if (stopped) {
            run.leave(task);
        } else if (dispatcher.isHopeless(why, now)) {
            run.giveUp(task, why);
        } else if (why instanceof Throttled || mayPass && !why.sent() && watch.mayReadAgain(now)) {
            lane.putBack(task);
            dispatcher.joined(lane);
        } else if (watch.stage == Stage.CONFIRM && !mayPass) {
            unconfirmed(task, why instanceof UnknownConnector ? "Graph knows it no more" : watch.trouble);
        } else if (watch.stage == Stage.BEFORE && mayPass && ++watch.looks < TRIES) {
            lookLater(task, now, dispatcher.resendDelay(watch.looks));
        } else {
            goOn(task, now);
        }
    }

    private void goOn(Task task, long now) {
        Watch watch = watch(task);
        if (watch.stage == Stage.BEFORE) {
            run.queue(task);
        } else if (now < watch.until) {
            long wait = Math.min(LONGEST_WAIT, FIRST_LOOK << Math.min(++watch.looks, 10));
            lookLater(task, now, dispatcher.jittered(wait));
        } else if (watch.stage == Stage.CONFIRM) {
            unconfirmed(task, watch.trouble.isEmpty() ? noSync(watch) : watch.trouble);
        } else if (watch.again) {
            run.sendAgain(task, now);
        } else {
            run.leave(task);
        }
    }

    private void lookLater(Task task, long now, long delay) {
        long at = now + delay;
        task.notBefore = now < watch(task).until ? Math.min(at, watch(task).until) : at;
        Lane lane = lanes.of(task);
        lane.backOff(task);
        dispatcher.joined(lane);
    }

    private void unconfirmed(Task task, String why) {
        Watch watch = watch(task);
        SyncReceipt receipt = requireNonNull(watch.receipt);
        run.conclude(task, new Unconfirmed(task.connector, effort(task), receipt, watch.latest(), why));
    }

    /** Microsoft <a href="https://learn.microsoft.com/mem/intune/protect/exchange-connector-install">ended</a> one kind of them. */
    private String noSync(Watch watch) {
        String why = "no sync was seen within " + confirmFor().toMillis() / 1000.0 + " s";
        return watch.isOnPremises()
                ? why + "; Microsoft ended support for on-premises connectors on 19 February 2024"
                : why;
    }

    private static boolean isDead(ConnectorDetails details) {
        return details.status() == Status.DISCONNECTED || details.status() == Status.NONE;
    }

    private static String statement(Status status) {
        return status == Status.NONE
                ? "Graph has no connection to it"
                : "its agent is disconnected: nothing is synced until it is back";
    }

    private SyncAnswer answer(Task task) {
        SyncReceipt receipt = watch(task).receipt;
        return receipt != null ? receipt : requireNonNull(task.uncertainty());
    }

    private SyncOutcome.Effort effort(Task task) {
        return task.effort(dispatcher.timeOfDay());
    }

    private static Watch watch(Task task) {
        return requireNonNull(task.watch);
    }

    // A party to the dispatcher.

    @Override
    int allowance(int requestsInFlight) {
        return Math.min(1, run.allowance(requestsInFlight));
    }

    @Override
    Limits limits(TenantGate gate) {
        return gate.reads();
    }

    @Override
    boolean mayTakeUp(RetryBudget budget, long now) {
        return true;
    }

    @Override
    Context context() {
        return run.context();
    }

    @Override
    Flight<?> flight(Lane lane, List<Task> tasks, long now) {
        return new Reading(dispatcher, directory, this, lane, tasks, now);
    }

    @Override
    void departing(Flight<?> flight) {
        flights.add(flight);
        dispatcher.depart(flight);
    }

    @Override
    void landed(Flight<?> flight) {
        dispatcher.freed();
        flights.remove(flight);
        lanes.closeIfIdle(flight.lane);
        run.endIfDone();
    }

    /** The run sees to it. */
    @Override
    void fail(Throwable engines) {}

    @Override
    void emit() {}
}
