package io.fansync.cli;

import io.fansync.ConnectorDirectory;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How fast, how stubbornly and for how long connectors are synced. */
final class SyncPolicy {

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Requests in flight, over all tenants; ${DEFAULT-VALUE}.")
    private int concurrency = 64;

    @Option(
            names = "--quota",
            paramLabel = "N/DURATION|none",
            description = "The belief about each tenant's write quota to start from; 100/20s. none sends until Graph"
                    + " objects.")
    private Quota quota = Quota.of(100, Duration.ofSeconds(20));

    @Option(
            names = "--quota-max",
            paramLabel = "N/DURATION",
            description = "Never more than this for a tenant, whatever Graph would allow; none.")
    private Optional<Quota> ceiling = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Connectors in one request, 1 to 20; ${DEFAULT-VALUE}.")
    private int batch = 20;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Resends of one connector after a failure that leaves open whether Graph acted;"
                    + " ${DEFAULT-VALUE}.")
    private int retries = 5;

    @Option(names = "--deadline", paramLabel = "DURATION", description = "Stop starting after it; none.")
    private Optional<Duration> deadline = Optional.empty();

    @Option(
            names = "--confirm",
            paramLabel = "DURATION",
            description = "Read each accepted connector until its last sync moves, at most so long; off.")
    private Optional<Duration> confirm = Optional.empty();

    @Option(
            names = "--at-most-once",
            description = "Never send again what Graph may have accepted; off, as a repeated sync is harmless.")
    private boolean atMostOnce;

    /** @throws BadInput if a number is out of its range */
    void check() {
        range("--concurrency", concurrency, 1, Integer.MAX_VALUE);
        range("--batch", batch, 1, 20);
        range("--retries", retries, 0, Integer.MAX_VALUE);
        if (ceiling.filter(max -> max.requests() == Integer.MAX_VALUE).isPresent()) {
            throw new BadInput("--quota-max must be a quota like 100/20s; leave it out to have none");
        }
        if (deadline.filter(Duration::isZero).isPresent()) {
            throw new BadInput("--deadline must be longer than zero");
        }
        if (confirm.filter(Duration::isZero).isPresent()) {
            throw new BadInput("--confirm must be longer than zero");
        }
    }

    Quota quota() {
        return ceiling.map(max -> quota.within(max.requests(), max.window())).orElse(quota);
    }

    Optional<Duration> deadline() {
        return deadline;
    }

    int batch() {
        return batch;
    }

    /** @param directory what connectors are read from, if they are to be read */
    BulkSync applyTo(BulkSync bulk, ConnectorDirectory directory) {
        BulkSync unconfirmed = applyTo(bulk);
        return confirm.map(atMost -> unconfirmed.confirm(directory, atMost)).orElse(unconfirmed);
    }

    private BulkSync applyTo(BulkSync bulk) {
        BulkSync paced =
                bulk.concurrency(concurrency).quota(quota()).batch(batch).maxRetries(retries);
        return atMostOnce ? paced.atMostOnce() : paced;
    }

    private static void range(String option, int value, int from, int to) {
        if (value < from || value > to) {
            throw new BadInput(option + " must be "
                    + (to == Integer.MAX_VALUE ? "at least " + from : from + " to " + to) + ", not " + value);
        }
    }
}
