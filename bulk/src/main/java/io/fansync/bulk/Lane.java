package io.fansync.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * One tenant's waiting connectors in one run, before the tenant's gate. It is either among its party's ready lanes, or blocked
 * at the gate, or asleep until a connector comes or is due again.
 */
final class Lane extends Alarms.Alarm {

    enum State {
        ASLEEP,
        READY,
        BLOCKED
    }

    final Party party;
    final TenantGate gate;
    final Limits limits;
    State state = State.ASLEEP;
    /** Cleared once Graph refused a batch as such: from then on one request for each connector. */
    boolean mayBatch = true;

    private final Dispatcher dispatcher;
    private final ArrayDeque<Task> waiting = new ArrayDeque<>();
    private final PriorityQueue<Task> backingOff = new PriorityQueue<>(1, Comparator.comparingLong(t -> t.notBefore));

    private final int weight;
    private Optional<Learnt> told;
    private int turns;
    private int flights;

    /**
     * @param weight how many turns in a row it gets
     * @param learnt what is known of the gate's learning
     */
    Lane(Dispatcher dispatcher, Party party, TenantGate gate, int weight, Optional<Learnt> learnt) {
        this.told = learnt;
        this.dispatcher = dispatcher;
        this.party = party;
        this.gate = gate;
        this.limits = party.limits(gate);
        this.weight = weight;
    }

    @Override
    void ring(long now) {
        dispatcher.ready(this);
    }

    /** How many connectors may be sent now. */
    int permits(long now) {
        return isTenantBusy() ? 0 : gate.permits(limits, now);
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        return isTenantBusy() ? Long.MAX_VALUE : gate.nextPermitAt(limits, now);
    }

    private boolean isTenantBusy() {
        return gate.flights() >= party.mostPerTenant();
    }

    /** True if it may go ahead of the others once more. */
    boolean keepsItsTurn() {
        if (turns < weight && turns > 0) {
            return true;
        }
        turns = 0;
        return false;
    }

    void endTurn() {
        turns = 0;
    }

    /** What the gate has learnt, if that is not what was told last. */
    Optional<Learnt> news() {
        Optional<Learnt> learnt = gate.throttle().learnt();
        if (learnt.equals(told)) {
            return Optional.empty();
        }
        told = learnt;
        return learnt;
    }

    void add(Task task) {
        waiting.addLast(task);
    }

    /** Puts a connector back at the head: it has had its turn, and was sent away. */
    void putBack(Task task) {
        waiting.addFirst(task);
    }

    /** Puts a connector aside until it may be sent again. */
    void backOff(Task task) {
        backingOff.add(task);
    }

    /** Takes at most so many connectors that may be sent now, those first that were put aside and are due. */
    List<Task> take(int most, long now, RetryBudget budget) {
        List<Task> taken = new ArrayList<>(Math.min(most, size()));
        while (taken.size() < most && nextDue() <= now && party.mayTakeUp(budget, now)) {
            taken.add(backingOff.remove());
        }
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.removeFirst());
        }
        return taken;
    }

    /** When a connector that was put aside is due; {@link Long#MAX_VALUE} if there is none. */
    long nextDue() {
        return backingOff.isEmpty() ? Long.MAX_VALUE : backingOff.element().notBefore;
    }

    void departed() {
        flights++;
        turns++;
        gate.departed();
    }

    void landed() {
        flights--;
        gate.landed();
    }

    boolean hasFlights() {
        return flights > 0;
    }

    int size() {
        return waiting.size() + backingOff.size();
    }

    void drainTo(Consumer<Task> consumer) {
        List<Task> all = new ArrayList<>(waiting);
        all.addAll(backingOff);
        waiting.clear();
        backingOff.clear();
        all.forEach(consumer);
    }
}
