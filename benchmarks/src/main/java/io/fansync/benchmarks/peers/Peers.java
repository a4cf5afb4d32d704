package io.fansync.benchmarks.peers;

import java.util.function.Function;

/** All of them. */
public enum Peers {
    /** fansync, one request each. */
    FANSYNC("fansync", site -> new Fansync(site, 1)),
    /** fansync as it is by default, with Graph's batches. */
    FANSYNC_BATCH("fansync, $batch", site -> new Fansync(site, 20)),
    /** Reactor Netty alone. */
    REACTOR_NETTY("Reactor Netty flatMap", ReactorNetty::new),
    /** Spring on Reactor Netty. */
    WEB_CLIENT("Spring WebClient flatMap", SpringWebClient::new),
    /** The JDK's client, asynchronous. */
    JDK_ASYNC("java.net.http sendAsync", JdkAsync::new),
    /** The JDK's client on virtual threads. */
    JDK_VIRTUAL("java.net.http, virtual threads", JdkVirtualThreads::new),
    /** Microsoft's SDK. */
    GRAPH_SDK("Graph SDK, thread pool", GraphSdkPool::new),
    /** Microsoft's SDK with batches. */
    GRAPH_SDK_BATCH("Graph SDK, $batch", GraphSdkBatch::new),
    /** The floor, one request each. */
    NETTY_LOOP("hand-written Netty loop", site -> new NettyLoop(site, 1)),
    /** The floor with batches. */
    NETTY_BATCH_LOOP("hand-written Netty loop, $batch", site -> new NettyLoop(site, 20));

    private final String label;
    private final Function<Site, Peer> opening;

    Peers(String label, Function<Site, Peer> opening) {
        this.label = label;
        this.opening = opening;
    }

    /** What it is called in the report. */
    public String label() {
        return label;
    }

    /** True if it is no client, but the floor under all of them. */
    public boolean isFloor() {
        return this == NETTY_LOOP || this == NETTY_BATCH_LOOP;
    }

    /** True if it needs JDK 21 or later. */
    public boolean needsVirtualThreads() {
        return this == JDK_VIRTUAL;
    }

    /** Opens its connections and threads. */
    public Peer open(Site site) {
        return opening.apply(site);
    }
}
