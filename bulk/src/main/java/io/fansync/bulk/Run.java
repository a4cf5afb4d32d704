package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Alarms.Alarm;
import io.fansync.bulk.Journal.Entry.Refused;
import io.fansync.bulk.Journal.Entry.Sent;
import io.fansync.bulk.Journal.Entry.Settled;
import io.fansync.bulk.Journal.Job;
import io.fansync.bulk.Journal.Past;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/** One subscription to a bulk sync, from its sources to its outcomes. */
final class Run extends Sender implements Subscription {

    private static final Unavailable EARLIER =
            new Unavailable("Sent in an earlier run, which ended before the answer was known", true);

    private final CoreSubscriber<? super SyncOutcome> subscriber;
    private final Outlet outlet;
    private final Recorder recorder;
    private final Optional<Witness> witness;
    private final int batch;

    private final Sources sources;
    private final Disposable.Swap stopper = Disposables.swap();

    // What follows is the drain loop's.
    private final Lanes lanes;
    private final Set<Connector> underWay = new HashSet<>();
    private final Set<Flight<?>> flights = new HashSet<>();
    private final Alarm deadline = Alarm.calling(now -> stop());
    private final Alarm grace = Alarm.calling(now -> abandonAll());
    private final Alarm progress = Alarm.calling(this::showProgress);
    private final long startedAt;
    private final Standing standing;
    private int unsettled;
    private int inFlight;
    private boolean noMoreInput;
    private boolean stopped;
    private boolean over;

    /** Nothing more is taken from the sources. */
    private volatile boolean closing;

    Run(Dispatcher dispatcher, Settings settings, SyncType type, CoreSubscriber<? super SyncOutcome> subscriber) {
        super(dispatcher, settings, type);
        this.subscriber = subscriber;
        this.outlet = new Outlet(subscriber, settings.progress, dispatcher::signal, this::cancel);
        this.sources = new Sources(dispatcher, subscriber.currentContext(), this::enlist, this::exhausted);
        this.recorder = new Recorder(dispatcher, this::stopWith);
        this.witness = settings.directory.map(directory -> new Witness(dispatcher, this, settings, directory));
        this.batch = Math.min(settings.batch, dispatcher.batchSize());
        this.lanes = new Lanes(dispatcher, this, settings.quota, this::learnt);
        this.startedAt = dispatcher.now();
        this.standing = new Standing(sources, lanes, witness.map(Witness::lanes), startedAt);
    }

    /** @param opener opens the sources */
    void begin(Consumer<Sources> opener) {
        subscriber.onSubscribe(this);
        dispatcher.submit(() -> {
            dispatcher.entered(this);
            settings.deadline.ifPresent(limit -> dispatcher.setAlarm(deadline, startedAt + limit.toNanos()));
            settings.progressEvery.ifPresent(every -> dispatcher.setAlarm(progress, startedAt + every.toNanos()));
        });
        Runnable stop = () -> dispatcher.submit(this::stop);
        stopper.update(Flux.from(settings.stopWhen).take(1).subscribe(signal -> {}, failure -> stop.run(), stop));
        Job job = new Job(type, dispatcher.cloud().map(GraphCloud::graph), settings.atMostOnce);
        recorder.open(settings.journal, job, () -> {
            sources.openAll(opener);
            dispatcher.submit(this::endIfDone); // what stopped it before could not
        });
    }

    // The subscriber's side.

    @Override
    public void request(long n) {
        if (n <= 0) {
            sources.failed(new IllegalArgumentException("A request must be for more than zero, but was for " + n));
            dispatcher.submit(this::stop);
            return;
        }
        outlet.request(n);
        sources.want();
        emit();
    }

    @Override
    public void cancel() {
        outlet.cancel();
        dispatcher.submit(this::stop);
    }

    @Override
    void emit() {
        if (dispatcher.isDraining()) {
            dispatcher.emits(this);
            return;
        }
        if (closing) {
            DrainLoop.guard(stopper::dispose);
            sources.stop();
        }
        outlet.emit();
    }

    @Override
    Context context() {
        return subscriber.currentContext();
    }

    // The drain loop's side.

    private void enlist(Task task) {
        if (over) {
            return;
        }
        Past past = recorder.past(task.connector);
        unsettled++;
        if (past == Past.SETTLED) {
            skip(task, Skipped.Reason.SETTLED_EARLIER);
        } else if (!underWay.add(task.connector)) {
            skip(task, Skipped.Reason.DUPLICATE);
        } else {
            if (past == Past.SENT) {
                task.mayHaveRun(EARLIER);
            }
            if (stopped || past == Past.SENT && settings.atMostOnce) {
                leave(task);
            } else {
                witness.ifPresentOrElse(reads -> reads.before(task), () -> queue(task));
            }
        }
    }

    private void skip(Task task, Skipped.Reason reason) {
        settle(task, new Skipped(task.connector, task.effort(dispatcher.timeOfDay()), reason));
    }

    /** What an earlier run has learnt of the tenant's quota. */
    Optional<Learnt> learnt(String tenant) {
        return recorder.learnt(tenant);
    }

    /** Has the connector sent when it is its turn. */
    void queue(Task task) {
        Lane lane = lanes.of(task);
        task.enlisted(lane.gate.throttle().pausedNanos(dispatcher.now()));
        lane.add(task);
        dispatcher.joined(lane);
    }

    private void exhausted() {
        noMoreInput = true;
        endIfDone();
    }

    @Override
    int allowance(int requestsInFlight) {
        boolean claimed = inFlight + outlet.backlog() > (long) settings.concurrency * batch;
        boolean full = stopped || requestsInFlight >= settings.concurrency || claimed;
        standing.crowded(full);
        return full ? 0 : batch;
    }

    @Override
    void departing(Flight<?> flight) {
        flights.add(flight);
        inFlight += flight.tasks.size();
        flight.tasks.forEach(task -> recorder.add(new Sent(task.connector)));
        recorder.then(() -> depart(flight));
    }

    /** Not if, while it was recorded, the run was stopped or Graph asked to wait. */
    private void depart(Flight<?> flight) {
        if (stopped || flight.lane.gate.isPaused(dispatcher.now())) {
            turnBack(flight);
        } else {
            dispatcher.depart(flight);
        }
    }

    private void turnBack(Flight<?> flight) {
        if (!flight.lands()) {
            return;
        }
        flight.lane.landed();
        for (Task task : flight.tasks) {
            flight.lane.limits.unused();
            task.notSent();
            postpone(flight.lane, task);
        }
        landed(flight);
        dispatcher.wake(flight.lane.gate);
    }

    private void abandonAll() {
        flights.stream().filter(Flight::hasDeparted).toList().forEach(Flight::abandon);
        witness.ifPresent(Witness::abandon);
    }

    @Override
    void answered(Lane lane, Task task, SyncAnswer answer, long now) {
        if (answer instanceof SyncReceipt receipt) {
            accepted(task, receipt, now);
        } else if (answer instanceof Unavailable lost && lost.sent()) {
            task.mayHaveRun(lost);
            verifyOrSendAgain(task, now);
        } else if (dispatcher.isHopeless(answer, now)) {
            giveUp(task, (SyncException) answer);
            lane.drainTo(waiting -> giveUp(waiting, (SyncException) answer));
        } else if (answer instanceof Throttled || answer instanceof Unavailable) {
            postpone(lane, task);
        } else {
            giveUp(task, (SyncException) answer);
        }
    }

    private void accepted(Task task, SyncReceipt receipt, long now) {
        SyncOutcome accepted = task.accepted(receipt, dispatcher.timeOfDay(now));
        if (settings.confirm.isEmpty()) {
            conclude(task, accepted);
        } else {
            recorder.add(new Settled(accepted));
            witness.orElseThrow().confirm(task, receipt, now);
        }
    }

    /** What was sent, or was about to be, certainly was not acted upon. */
    private void postpone(Lane lane, Task task) {
        if (task.uncertainty() == null) {
            recorder.add(new Refused(task.connector));
        }
        if (stopped) {
            leave(task);
        } else {
            lane.putBack(task);
            dispatcher.joined(lane);
        }
    }

    private void verifyOrSendAgain(Task task, long now) {
        boolean again = !stopped && !settings.atMostOnce && task.maySendAgain(settings.maxRetries);
        boolean verified = !stopped && witness.isPresent() && witness.get().verify(task, again, now);
        if (again && !verified) {
            sendAgain(task, now + dispatcher.resendDelay(task.resends()));
        } else if (!verified) {
            leave(task);
        }
    }

    /** Has the connector sent again, not before this moment. */
    void sendAgain(Task task, long at) {
        Lane lane = lanes.of(task);
        task.notBefore = at;
        lane.backOff(task);
        dispatcher.joined(lane);
    }

    void giveUp(Task task, SyncException answer) {
        conclude(task, task.refused(answer, dispatcher.timeOfDay()));
    }

    /** Settles a connector that nothing more is done for. */
    void leave(Task task) {
        conclude(task, task.left(dispatcher.timeOfDay()));
    }

    void conclude(Task task, SyncOutcome outcome) {
        if (!(outcome instanceof Unsent)) {
            recorder.add(new Settled(outcome));
        }
        recorder.then(() -> {
            underWay.remove(task.connector);
            settle(task, outcome);
            endIfDone();
        });
    }

    private void settle(Task task, SyncOutcome outcome) {
        unsettled--;
        if (settings.progressEvery.isPresent()) {
            standing.settled(outcome);
        }
        task.settle(outcome);
        outlet.add(task);
        dispatcher.emits(this);
    }

    @Override
    void landed(Flight<?> flight) {
        recorder.learnt(flight.lane);
        lanes.closeIfIdle(flight.lane);
        recorder.then(() -> free(flight));
    }

    private void free(Flight<?> flight) {
        dispatcher.freed();
        flights.remove(flight);
        inFlight -= flight.tasks.size();
        endIfDone();
    }

    private void stop() {
        if (stopped || over) {
            return;
        }
        stopped = true;
        closing = true;
        dispatcher.setAlarm(grace, dispatcher.now() + settings.grace.toNanos());
        withdraw();
        lanes.drainTo(this::leave);
        witness.ifPresent(Witness::stop);
        dispatcher.emits(this);
        recorder.then(this::endIfDone);
    }

    private void stopWith(Throwable error) {
        sources.endWith(error);
        stop();
        endIfDone();
    }

    @Override
    void fail(Throwable engines) {
        stopWith(new IllegalStateException("fansync cannot go on: " + engines, engines));
        abandonAll();
        recorder.then(this::end);
    }

    void endIfDone() {
        if (noMoreInput && unsettled == 0 && flights.isEmpty()) {
            end();
        }
    }

    private void end() {
        if (!over && !recorder.isOpening()) {
            over = true;
            dispatcher.left(this);
            closing = true;
            List.of(deadline, grace, progress).forEach(dispatcher::cancelAlarm);
            recorder.close(this::tellEnd);
        }
    }

    private void tellEnd() {
        settings.progressEvery.ifPresent(every -> show(dispatcher.now()));
        outlet.end(sources.error());
        dispatcher.emits(this);
    }

    private void show(long now) {
        outlet.show(standing.at(now, inFlight, unsettled - inFlight, stopped));
    }

    private void showProgress(long now) {
        show(now);
        settings.progressEvery.ifPresent(every -> dispatcher.setAlarm(progress, now + every.toNanos()));
        dispatcher.emits(this);
    }
}
