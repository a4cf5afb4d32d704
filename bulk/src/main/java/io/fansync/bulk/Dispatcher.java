package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Unavailable;
import io.fansync.bulk.Alarms.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Sends what may be sent. All that several runs share is here: the tenants' gates, the requests in flight, the retry budget, the
 * timer. Everything happens in one {@linkplain DrainLoop drain loop}.
 */
final class Dispatcher {

    /** Graph's <a href="https://learn.microsoft.com/graph/throttling-limits">limit</a> to an app's requests over all tenants. */
    private static final Quota APP_LIMIT = Quota.atMost(130_000, Duration.ofSeconds(10));

    private static final long SHORTEST_RESEND = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_RESEND = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ConnectorClient client;
    private final Scheduler scheduler;
    private final long origin;
    private final RandomGenerator random;

    private final DrainLoop loop = new DrainLoop(this::turn, this::failAll);
    private final Alarms alarms;
    private final ThrottleGate app = new ThrottleGate(APP_LIMIT, Optional.empty());
    private final Alarm appAlarm = Alarm.calling(now -> {});
    private final RetryBudget budget = new RetryBudget();
    private final Overload overload = new Overload();
    private final Reach reach = new Reach();
    private final Gates gates = new Gates(app);
    private final Set<Party> parties = new LinkedHashSet<>();
    private final ArrayDeque<Party> singles = new ArrayDeque<>();
    private final ArrayDeque<Party> runs = new ArrayDeque<>();
    private final Set<Recorder> recording = new LinkedHashSet<>(2);
    private int inFlight;
    private Instant timeOfDay = Instant.EPOCH;
    private long timeOfDayAt = Long.MIN_VALUE;
    private boolean watched;
    private long nextLook;
    private volatile BulkLoad load = BulkLoad.NONE;

    Dispatcher(ConnectorClient client, Scheduler scheduler, RandomGenerator random) {
        this.client = client;
        this.random = random;
        this.scheduler = scheduler;
        this.origin = scheduler.now(TimeUnit.NANOSECONDS);
        this.alarms = new Alarms(scheduler, this::onTime);
    }

    /** Nanoseconds since this dispatcher was made. */
    long now() {
        return scheduler.now(TimeUnit.NANOSECONDS) - origin;
    }

    int batchSize() {
        return Math.max(1, client.batchSize());
    }

    Optional<GraphCloud> cloud() {
        return client.cloud();
    }

    /** Has the event run by the drain loop: on this thread, unless another one is at it. */
    void submit(Runnable event) {
        leave(event);
        signal();
    }

    /** Leaves the event to the next {@link #signal}, with which the caller is not to be long. */
    void leave(Runnable event) {
        loop.leave(event);
    }

    /** As of now, or where another thread is in the drain loop, as of its last look. */
    BulkLoad load() {
        submit(() -> {
            watched = true;
            nextLook = now();
        });
        return load;
    }

    /** Has the drain loop run what was left to it, and look again whether something may be sent. */
    void signal() {
        loop.signal();
    }

    /** True on the thread that is in the drain loop. */
    boolean isDraining() {
        return loop.isDraining();
    }

    /** Nobody knows what a step that failed has left undone: all parties end, and none waits for it, nor for another turn. */
    private void failAll(Throwable failure) {
        List.copyOf(parties).forEach(party -> DrainLoop.guard(() -> party.fail(failure)));
        record();
    }

    private void record() {
        if (!recording.isEmpty()) {
            List<Recorder> pens = List.copyOf(recording);
            recording.clear();
            pens.forEach(Recorder::flush);
        }
    }

    private void onTime() {
        submit(alarms::unwound);
    }

    // What follows happens in the drain loop.

    Instant timeOfDay() {
        return timeOfDay(now());
    }

    /** The time of day at a moment, which is the present one: the clock is read once for all that happens then. */
    Instant timeOfDay(long now) {
        if (now != timeOfDayAt) {
            timeOfDayAt = now;
            timeOfDay = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
        }
        return timeOfDay;
    }

    private void turn() {
        long now = now();
        alarms.ring(now);
        dispatch(now);
        record();
        alarms.wind(now);
        look(now);
    }

    /** Tells the party if the engine fails, until it has {@linkplain #left left}. */
    void entered(Party party) {
        parties.add(party);
    }

    void left(Party party) {
        parties.remove(party);
    }

    private void dispatch(long now) {
        for (Party party = nextOf(singles, now); party != null; party = nextOf(singles, now)) {
            launch(party, party.nextReady(), now);
        }
        for (Party party = nextOf(runs, now); party != null; party = nextOf(runs, now)) {
            launch(party, party.nextReady(), now);
        }
    }

    private void look(long now) {
        if (watched && now >= nextLook) {
            nextLook = now + BETWEEN_LOOKS;
            load = BulkLoad.of(inFlight, gates.all(), now);
        }
    }

    private @Nullable Party nextOf(ArrayDeque<Party> parties, long now) {
        boolean mayLaunch = inFlight < overload.limit() && appLets(now);
        for (int turns = parties.size(); turns > 0; turns--) {
            Party party = parties.remove();
            if (!party.hasReady()) {
                party.takesTurns = false;
                continue;
            }
            parties.add(party);
            if (mayLaunch && party.allowance(inFlight) > 0) {
                return party;
            }
        }
        return null;
    }

    private boolean appLets(long now) {
        boolean lets = app.permits(now) > 0;
        if (!lets && app.nextPermitAt(now) != Long.MAX_VALUE) {
            alarms.set(appAlarm, app.nextPermitAt(now));
        }
        return lets;
    }

    private void launch(Party party, Lane lane, long now) {
        lane.state = Lane.State.ASLEEP;
        int permits = lane.size() == 0 ? 0 : lane.permits(now);
        int most = Math.min(permits, lane.mayBatch ? party.allowance(inFlight) : 1);
        List<Task> tasks = most == 0 ? List.of() : lane.take(most, now, budget);
        if (tasks.isEmpty()) {
            rest(lane, permits, now);
            return;
        }
        send(party.flight(lane, tasks, now), now);
        if (lane.size() > 0) {
            ready(lane);
        }
    }

    private void send(Flight<?> flight, long now) {
        for (int i = 0; i < flight.tasks.size(); i++) {
            flight.lane.limits.sent(now);
        }
        inFlight++;
        flight.lane.departed();
        flight.lane.party.departing(flight);
    }

    /** Sends a request that was held back. */
    void depart(Flight<?> flight) {
        flight.depart(client);
    }

    /** A request no longer counts as in flight. */
    void freed() {
        inFlight--;
    }

    private void rest(Lane lane, int permits, long now) {
        if (lane.size() == 0) {
            return;
        }
        long at = permits > 0 ? Math.max(lane.nextDue(), now + jittered(2 * SHORTEST_RESEND)) : lane.nextPermitAt(now);
        lane.endTurn();
        if (permits == 0) {
            lane.state = Lane.State.BLOCKED;
            lane.gate.block(lane);
        }
        if (at != Long.MAX_VALUE) {
            alarms.set(lane, at);
        }
    }

    /** Lets a lane take its turn, wherever it was. */
    void ready(Lane lane) {
        if (lane.state == Lane.State.READY) {
            return;
        }
        if (lane.state == Lane.State.BLOCKED) {
            lane.gate.unblock(lane);
        }
        alarms.cancel(lane);
        lane.state = Lane.State.READY;
        Party party = lane.party;
        party.ready(lane);
        if (!party.takesTurns) {
            party.takesTurns = true;
            (party.goesFirst() ? singles : runs).add(party);
        }
    }

    /** A connector has joined the lane: it takes its turn, unless it waits at the gate. */
    void joined(Lane lane) {
        if (lane.state == Lane.State.ASLEEP) {
            ready(lane);
        }
    }

    /** Opens a lane before the tenant's gate; a gate that is new starts from what another one has learnt. */
    Lane open(Party party, String tenant, Quota belief, int weight, Optional<Learnt> learnt) {
        Lane lane = new Lane(this, party, gates.of(tenant, belief, learnt, now()), weight, learnt);
        lane.gate.opened(lane);
        return lane;
    }

    /** Closes a lane that nothing waits in and nothing of is in flight. */
    void close(Lane lane) {
        lane.gate.unblock(lane);
        lane.gate.retired(lane);
        alarms.cancel(lane);
    }

    void land(Flight<?> flight) {
        if (!flight.lands()) {
            return;
        }
        long now = now();
        Lane lane = flight.lane;
        lane.landed();
        lane.mayBatch &= !flight.isBatchRefused();
        if (!flight.isAbandoned()) {
            overload.answered(flight.isGraphsFailure(), inFlight - 1);
        }
        for (int i = 0; i < flight.tasks.size(); i++) {
            learn(flight, i, now);
            flight.tell(i, now);
        }
        lane.party.landed(flight);
        wake(lane.gate);
    }

    /** A request has come to its end: all that wait at the tenant's gate try again. */
    void wake(TenantGate gate) {
        gate.blocked().forEach(this::ready);
    }

    private void learn(Flight<?> flight, int n, long now) {
        Lane lane = flight.lane;
        if (flight.isAbandoned()) {
            lane.limits.abandoned(now);
            return;
        }
        SyncException refusal = flight.refusal(n);
        if (isHopeless(refusal, now)) {
            lane.limits.unused();
            return;
        }
        lane.gate.answered(lane.limits, flight.sentAt, now, refusal);
        if (refusal == null) {
            budget.deposit(flight.isResend(n));
        }
        if (refusal == null || refusal.sent()) {
            reach.reached();
        }
    }

    /** True if a request never left, and for a reason that makes another try no use. */
    boolean isHopeless(@Nullable SyncAnswer refusal, long now) {
        return refusal instanceof Unavailable lost && !lost.sent() && reach.isHopeless(lost, now);
    }

    /** Has the party's {@link Party#emit} called once the drain loop is left. */
    void emits(Party party) {
        loop.emits(party);
    }

    /** Has the recorder's {@link Recorder#flush} called at the end of this turn. */
    void records(Recorder recorder) {
        recording.add(recorder);
    }

    void setAlarm(Alarm alarm, long at) {
        alarms.set(alarm, at);
    }

    void cancelAlarm(Alarm alarm) {
        alarms.cancel(alarm);
    }

    /** A random time of at least half of this one, and not longer. */
    long jittered(long nanos) {
        return nanos / 2 + (long) (random.nextDouble() * nanos / 2);
    }

    /** A random time that grows with the number of resends, never below half the shortest. */
    long resendDelay(int resends) {
        long most = Math.min(LONGEST_RESEND, SHORTEST_RESEND << Math.min(resends, 10));
        return Math.max(SHORTEST_RESEND / 2, (long) (random.nextDouble() * most));
    }
}
