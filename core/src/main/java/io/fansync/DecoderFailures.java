package io.fansync;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.PrematureChannelClosureException;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

/**
 * Has an answer that cannot be decoded say no more than that. A decoder quotes what it could not read, which may be an echo of a
 * secret, and Reactor Netty would log that, and tell it to those who observe requests.
 */
final class DecoderFailures extends ChannelInboundHandlerAdapter {

    private DecoderFailures() {}

    /** From now on; called for each request. */
    static void keepQuiet(Connection connection) {
        ChannelPipeline pipeline = connection.channel().pipeline();
        if (pipeline.get(DecoderFailures.class) == null) {
            pipeline.addBefore(NettyPipeline.ReactiveBridge, null, new DecoderFailures());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof DecoderResultProvider decoded
                && decoded.decoderResult().isFailure()
                && !(decoded.decoderResult().cause() instanceof PrematureChannelClosureException)) {
            String kind = decoded.decoderResult().cause().getClass().getSimpleName();
            decoded.setDecoderResult(DecoderResult.failure(new DecoderException("not HTTP: " + kind)));
        }
        ctx.fireChannelRead(message);
    }
}
