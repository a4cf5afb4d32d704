package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Sends what may be sent. All that several runs share is here: the tenants' gates, the requests in flight, the retry budget, the
 * timer. Everything happens in one drain loop, on whichever thread has something to tell; the others leave their event and
 * go. Subscribers are called after it, never in it.
 */
final class Dispatcher {

    private static final int GATES_BEFORE_SWEEP = 1024;
    private static final long SHORTEST_RESEND = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_RESEND = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ConnectorClient client;
    private final Scheduler scheduler;
    private final long origin;
    private final RandomGenerator random;

    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable Thread drainer;

    private final Alarms alarms;
    private final RetryBudget budget = new RetryBudget();
    private final Overload overload = new Overload();
    private final Map<String, TenantGate> gates = new HashMap<>();
    private final ArrayDeque<Party> singles = new ArrayDeque<>();
    private final ArrayDeque<Party> runs = new ArrayDeque<>();
    private List<Party> emitting = new ArrayList<>();
    private int sweepAt = GATES_BEFORE_SWEEP;
    private int inFlight;
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

    long wallMillis() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    int batchSize() {
        return client.batchSize();
    }

    /** Has the event run by the drain loop: on this thread, unless another one is at it. */
    void submit(Runnable event) {
        events.offer(event);
        signal();
    }

    /** As of now, or where another thread is in the drain loop, as of its last look. */
    BulkLoad load() {
        submit(() -> {
            watched = true;
            nextLook = now();
        });
        return load;
    }

    /** Has the drain loop look again whether something may be sent. */
    void signal() {
        if (work.getAndIncrement() == 0) {
            drain().forEach(Party::emit);
        }
    }

    /** True on the thread that is in the drain loop. */
    boolean isDraining() {
        return drainer == Thread.currentThread();
    }

    /** Returns who has something to pass on; taken before the loop is left, when it is another thread's. */
    private List<Party> drain() {
        List<Party> emitters = List.of();
        int missed = 1;
        do {
            drainer = Thread.currentThread();
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                run(event);
            }
            long now = now();
            alarms.ring(now);
            dispatch(now);
            alarms.wind(now);
            look(now);
            emitters = plusEmitting(emitters);
            drainer = null;
            missed = work.addAndGet(-missed);
        } while (missed != 0);
        return emitters;
    }

    private static void run(Runnable event) {
        try {
            event.run();
        } catch (Throwable bug) {
            Exceptions.throwIfJvmFatal(bug);
            Operators.onErrorDropped(bug, Context.empty());
        }
    }

    private List<Party> plusEmitting(List<Party> emitters) {
        if (emitting.isEmpty()) {
            return emitters;
        }
        List<Party> more = emitting;
        more.forEach(party -> party.emits = false);
        more.addAll(emitters);
        emitting = new ArrayList<>(2);
        return more;
    }

    private void onTime() {
        submit(alarms::unwound);
    }

    // What follows happens in the drain loop.

    private void dispatch(long now) {
        for (Party party = nextOf(singles); party != null; party = nextOf(singles)) {
            launch(party, party.nextReady(), now);
        }
        for (Party party = nextOf(runs); party != null; party = nextOf(runs)) {
            launch(party, party.nextReady(), now);
        }
    }

    private void look(long now) {
        if (watched && now >= nextLook) {
            nextLook = now + BETWEEN_LOOKS;
            load = BulkLoad.of(inFlight, gates.values(), now);
        }
    }

    private @Nullable Party nextOf(ArrayDeque<Party> parties) {
        for (int turns = parties.size(); turns > 0; turns--) {
            Party party = parties.remove();
            if (!party.hasReady()) {
                party.takesTurns = false;
                continue;
            }
            parties.add(party);
            if (inFlight < overload.limit() && party.allowance(inFlight) > 0) {
                return party;
            }
        }
        return null;
    }

    private void launch(Party party, Lane lane, long now) {
        lane.state = Lane.State.ASLEEP;
        ThrottleGate throttle = lane.gate.throttle();
        int permits = lane.size() == 0 ? 0 : throttle.permits(now);
        int most = Math.min(permits, lane.mayBatch ? party.allowance(inFlight) : 1);
        List<Task> tasks = most == 0 ? List.of() : lane.take(most, now, budget);
        if (tasks.isEmpty()) {
            rest(lane, permits, now);
            return;
        }
        if (lane.size() > 0) {
            ready(lane);
        }
        send(new Flight(this, lane, tasks, now), throttle, now);
    }

    private void send(Flight flight, ThrottleGate throttle, long now) {
        long paused = throttle.pausedNanos(now);
        long wallMillis = wallMillis();
        for (Task task : flight.tasks) {
            throttle.sent(now);
            task.sent(paused, wallMillis);
        }
        inFlight++;
        flight.lane.departed();
        flight.lane.party.departed(flight);
        flight.depart(client);
    }

    private void rest(Lane lane, int permits, long now) {
        if (lane.size() == 0) {
            return;
        }
        long at = permits > 0
                ? Math.max(lane.nextDue(), now + SHORTEST_RESEND)
                : lane.gate.throttle().nextPermitAt(now);
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

    /** Opens a lane before the tenant's gate. */
    Lane open(Party party, String tenant, Quota belief) {
        Lane lane = new Lane(this, party, gate(tenant, belief));
        lane.gate.opened(lane);
        return lane;
    }

    /** Closes a lane that nothing waits in and nothing of is in flight. */
    void close(Lane lane) {
        lane.gate.unblock(lane);
        lane.gate.retired(lane);
        alarms.cancel(lane);
    }

    void land(Flight flight) {
        if (!flight.lands()) {
            return;
        }
        long now = now();
        Lane lane = flight.lane;
        inFlight--;
        lane.landed();
        lane.mayBatch &= !flight.isBatchRefused();
        overload.answered(flight.isGraphsFailure(), inFlight);
        for (int i = 0; i < flight.tasks.size(); i++) {
            Task task = flight.tasks.get(i);
            SyncAnswer answer = flight.answer(i);
            if (flight.isNobodysAttempt() || neverLeft(answer)) {
                task.notSent();
            }
            learn(lane.gate.throttle(), flight.sentAt, now, answer);
            lane.party.answered(lane, task, answer, now);
        }
        lane.party.landed(flight);
        lane.gate.blocked().forEach(this::ready);
    }

    private static boolean neverLeft(SyncAnswer answer) {
        return answer instanceof Unavailable lost && !lost.sent() || answer instanceof Denied denied && denied.signIn();
    }

    private void learn(ThrottleGate throttle, long sentAt, long now, SyncAnswer answer) {
        if (answer instanceof Throttled refusal) {
            throttle.refused(sentAt, now, refusal.retryAfter());
        } else if (answer instanceof Unavailable lost && !lost.sent()) {
            throttle.unreachable(sentAt, now);
        } else if (answer instanceof Denied denied && denied.signIn()) {
            throttle.unused();
        } else {
            throttle.taken(sentAt, now);
            if (answer instanceof SyncReceipt) {
                budget.deposit();
            }
        }
    }

    /** Has the party's {@link Party#emit} called once the drain loop is left. */
    void emits(Party party) {
        if (!party.emits) {
            party.emits = true;
            emitting.add(party);
        }
    }

    void setAlarm(Alarms.Alarm alarm, long at) {
        alarms.set(alarm, at);
    }

    void cancelAlarm(Alarms.Alarm alarm) {
        alarms.cancel(alarm);
    }

    private TenantGate gate(String tenant, Quota belief) {
        TenantGate known = gates.get(tenant);
        if (known != null) {
            return known;
        }
        if (gates.size() >= sweepAt) {
            long now = now();
            gates.values().removeIf(gate -> gate.isForgettable(now));
            sweepAt = Math.max(GATES_BEFORE_SWEEP, gates.size() * 2);
        }
        TenantGate gate = new TenantGate(tenant, belief);
        gates.put(tenant, gate);
        return gate;
    }

    /** A random time that grows with the number of resends, never below half the shortest. */
    long resendDelay(int resends) {
        long most = Math.min(LONGEST_RESEND, SHORTEST_RESEND << Math.min(resends, 10));
        return Math.max(SHORTEST_RESEND / 2, (long) (random.nextDouble() * most));
    }
}
