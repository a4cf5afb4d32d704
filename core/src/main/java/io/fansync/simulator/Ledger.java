package io.fansync.simulator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the servers saw, in the order in which they decided on it. */
final class Ledger {

    private final boolean keepRequests;
    private final Queue<Seen> requests = new ConcurrentLinkedQueue<>();
    private final Queue<TokenCall> tokenCalls = new ConcurrentLinkedQueue<>();

    Ledger(boolean keepRequests) {
        this.keepRequests = keepRequests;
    }

    boolean keepsRequests() {
        return keepRequests;
    }

    void add(Seen request) {
        requests.add(request);
    }

    void add(TokenCall call) {
        tokenCalls.add(call);
    }

    List<Seen> requests() {
        return List.copyOf(requests);
    }

    List<TokenCall> tokenCalls() {
        return List.copyOf(tokenCalls);
    }
}
