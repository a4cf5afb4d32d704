package io.fansync.simulator;

import java.time.Duration;
import java.util.function.Consumer;

/** What a {@link GraphSimulator} is set to. Written to only while a copy is being made. */
final class Settings implements Cloneable {

    int tenants = 1;
    int connectors = 10;
    int disconnected;
    int pageSize = 1_000;
    Duration syncDelay = Duration.ZERO;
    int quota = 100;
    Duration window = Duration.ofSeconds(20);
    Duration latency = Duration.ZERO;
    int faults;
    GraphSimulator.RetryAfterForm retryAfter = GraphSimulator.RetryAfterForm.SECONDS;
    long seed;
    int port;
    int loginPort;
    Duration expiresIn = Duration.ofSeconds(3_599);
    Duration refreshIn = Duration.ZERO;
    boolean keepRequests = true;

    Settings with(Consumer<Settings> change) {
        try {
            Settings copy = (Settings) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
