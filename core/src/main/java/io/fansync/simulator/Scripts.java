package io.fansync.simulator;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the next requests get, by whom they concern: a tenant, or a connector as {@code tenant/id}. */
final class Scripts {

    private final Map<String, Queue<Answer>> queues = new ConcurrentHashMap<>();

    void add(String subject, List<Answer> answers) {
        queues.computeIfAbsent(subject, key -> new ConcurrentLinkedQueue<>()).addAll(answers);
    }

    Answer next(String subject) {
        Queue<Answer> queue = queues.get(subject);
        Answer next = queue == null ? null : queue.poll();
        return next == null ? Answer.normal() : next;
    }

    /** Saves the usual case, no scripts at all, from naming its subject. */
    boolean isEmpty() {
        return queues.isEmpty();
    }
}
