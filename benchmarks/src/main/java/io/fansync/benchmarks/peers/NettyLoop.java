package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import io.fansync.benchmarks.server.Loop;
import io.fansync.benchmarks.server.Tls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The floor: one event loop, one connection for each request in flight, requests written byte by byte, of the answers no more read
 * than is needed. It knows no errors, no retries and no throttling, and is no client that anybody should use.
 */
final class NettyLoop implements Peer {

    private final Site site;
    private final int batch;
    private final EventLoopGroup loop = Loop.one("netty-loop");
    private final List<Channel> channels = new ArrayList<>();

    // What follows is the event loop's.
    private Iterator<Connector> connectors = List.<Connector>of().iterator();
    private CountDownLatch left = new CountDownLatch(0);

    /** @param batch connectors in one request; 1 sends each alone */
    NettyLoop(Site site, int batch) {
        this.site = site;
        this.batch = batch;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(Loop.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (site.graph().getScheme().equals("https")) {
                            channel.pipeline().addLast(Tls.client(channel, site.graph()));
                        }
                        channel.pipeline().addLast(new Exchange());
                    }
                });
        for (int i = 0; i < site.concurrency(); i++) {
            channels.add(bootstrap
                    .connect(site.graph().getHost(), site.graph().getPort())
                    .syncUninterruptibly()
                    .channel());
        }
    }

    @Override
    public void sync(List<Connector> all, Consumer<Connector> failed) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(all.size());
        loop.execute(() -> {
            connectors = all.iterator();
            left = done;
            channels.forEach(channel -> channel.pipeline().get(Exchange.class).next());
        });
        done.await();
    }

    @Override
    public void close() {
        loop.shutdownGracefully().syncUninterruptibly();
    }

    /** One connection: a request, its answer, the next request. */
    private final class Exchange extends ByteToMessageDecoder {

        private @Nullable ChannelHandlerContext context;
        private int sent;
        private long start;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
        }

        void next() {
            if (!connectors.hasNext() || context == null) {
                return;
            }
            start = site.latencies().start();
            ByteBuf out = context.alloc().directBuffer(8192);
            sent = batch == 1
                    ? Requests.single(site, connectors.next(), out)
                    : Requests.batch(site, connectors, batch, out);
            context.writeAndFlush(out, context.voidPromise());
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int accepted = Answers.accepted(in);
            if (accepted < 0) {
                return;
            }
            if (accepted != sent) {
                throw new IllegalStateException("Of " + sent + " were accepted " + accepted);
            }
            site.latencies().stop(start, sent);
            for (int i = 0; i < sent; i++) {
                left.countDown();
            }
            next();
        }
    }
}
