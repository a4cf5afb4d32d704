package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import java.util.List;
import java.util.function.Consumer;

/** One way to have many connectors synced. */
public interface Peer extends AutoCloseable {

    /**
     * Has all of them synced, and returns once each is settled.
     *
     * @param failed is told of each that the peer reports as not synced, by any thread
     */
    void sync(List<Connector> connectors, Consumer<Connector> failed) throws Exception;

    /** Closes connections and threads. */
    @Override
    void close();
}
