package io.fansync.bulk;

import java.util.ArrayDeque;
import java.util.List;
import reactor.util.context.Context;

/** Whoever has connectors to ask Graph about: a {@link Sender}, or a run's {@link Witness}. Used by the drain loop, but for {@link #emit}. */
abstract class Party {

    final Dispatcher dispatcher;
    final Settings settings;
    /** The lanes that may have something to send now, in the order of their turns. */
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    /** True while the dispatcher has it among those that take turns. */
    boolean takesTurns;
    /** True while the dispatcher has it among those that have something to pass on. */
    boolean emits;

    Party(Dispatcher dispatcher, Settings settings) {
        this.dispatcher = dispatcher;
        this.settings = settings;
    }

    /** True if it goes ahead of those that take turns. */
    boolean goesFirst() {
        return false;
    }

    /** How many connectors the next request may carry, while so many requests of all parties are in flight; 0: none. */
    abstract int allowance(int requestsInFlight);

    /** How many requests of one tenant may be in flight. */
    final int mostPerTenant() {
        return settings.concurrencyPerTenant;
    }

    /** Which of a tenant's limits hold for its requests. */
    abstract Limits limits(TenantGate gate);

    /** True if a connector that was put aside may be taken up again; it is then charged for. */
    boolean mayTakeUp(RetryBudget budget, long now) {
        return budget.withdraw(now);
    }

    abstract Context context();

    /** A request for these connectors. */
    abstract Flight<?> flight(Lane lane, List<Task> tasks, long now);

    /** A flight is about to leave: has the {@linkplain Dispatcher#depart dispatcher send it}, at once or later. */
    abstract void departing(Flight<?> flight);

    /** All of a flight's connectors have their answers; has it {@linkplain Dispatcher#freed() no longer count}, when it is time. */
    abstract void landed(Flight<?> flight);

    /** The engine has failed: settles all of its connectors, and ends. */
    abstract void fail(Throwable engines);

    /** Outside of the drain loop: passes on to the subscriber what is settled. */
    abstract void emit();

    final void ready(Lane lane) {
        if (lane.keepsItsTurn()) {
            ready.addFirst(lane);
        } else {
            ready.addLast(lane);
        }
    }

    final boolean hasReady() {
        return !ready.isEmpty();
    }

    final Lane nextReady() {
        return ready.remove();
    }

    /** Nothing of it is to be sent any more. */
    final void withdraw() {
        ready.clear();
    }
}
