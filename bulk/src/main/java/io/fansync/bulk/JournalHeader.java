package io.fansync.bulk;

import io.fansync.SyncType;
import io.fansync.bulk.Journal.Job;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A journal's first line: what it is about.
 *
 * @param version of the tool that wrote it; {@code -} if it was not packaged
 */
record JournalHeader(String version, SyncType type, Optional<URI> graph, Instant startedAt) {

    static final String WORD = "fansync-journal";
    private static final String FORMAT = "1";
    private static final String ABSENT = "-";

    static JournalHeader of(Job job, Instant now) {
        String version = JournalHeader.class.getPackage().getImplementationVersion();
        return new JournalHeader(version == null ? ABSENT : version, job.type(), job.graph(), now);
    }

    /** The fields that follow the word. */
    List<String> fields() {
        return List.of(
                FORMAT, version, type.graphName(), graph.map(URI::toString).orElse(ABSENT), startedAt.toString());
    }

    /** @throws JournalException if it is of another format */
    static JournalHeader parse(List<String> fields) {
        if (!fields.get(0).equals(FORMAT)) {
            throw new JournalException(
                    "The journal is of format " + fields.get(0) + ", which this version does not know");
        }
        SyncType type = fields.get(2).equals(SyncType.FULL.graphName()) ? SyncType.FULL : SyncType.DELTA;
        Optional<URI> graph =
                Optional.of(fields.get(3)).filter(root -> !root.equals(ABSENT)).map(URI::create);
        return new JournalHeader(fields.get(1), type, graph, Instant.parse(fields.get(4)));
    }

    /** @throws JournalException if the journal is about something else */
    void check(String journal, Job job) {
        if (type != job.type()) {
            throw new JournalException(journal + " is about a " + type.graphName() + ", not a "
                    + job.type().graphName() + "; use another journal");
        }
        if (!graph.equals(job.graph())) {
            throw new JournalException(
                    journal + " is about " + name(graph) + ", not " + name(job.graph()) + "; use another journal");
        }
    }

    private static String name(Optional<URI> graph) {
        return graph.map(URI::toString).orElse("a client without a Graph");
    }
}
