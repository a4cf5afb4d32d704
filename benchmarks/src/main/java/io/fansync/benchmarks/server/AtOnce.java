package io.fansync.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Graph that accepts whatever it is asked, as cheaply as can be: it looks for where a request ends and writes a prepared
 * answer. It is the counterpart of the measurements of cost, in which the server must not be what is measured.
 *
 * <p>Arguments: {@code --latency=MILLIS}, {@code --tls=KEYSTORE}. Prints its port, and ends with its standard input.
 */
final class AtOnce {

    private AtOnce() {}

    public static void main(String[] args) throws Exception {
        Arguments given = new Arguments(args);
        long latency = given.number("latency").orElse(0);
        Optional<SslContext> tls = given.text("tls").map(Path::of).map(Tls::server);
        var loop = Loop.one("server");
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(Loop.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        channel.pipeline().addLast(new AcceptingEverything(latency));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        System.out.println(((java.net.InetSocketAddress) server.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Whoever started this holds the other end.
        }
    }
}
