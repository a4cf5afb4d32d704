package io.fansync;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Closes a connection that is silent for too long while an answer is due. Reactor Netty's {@code responseTimeout} does so with
 * a handler and a timer for each request; this is one for all requests of a connection, and its timer is wound once in a
 * timeout.
 */
final class AnswerTimeout extends ChannelInboundHandlerAdapter {

    private final long nanos;
    private long heardAt;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;

    private AnswerTimeout(Duration timeout) {
        this.nanos = timeout.toNanos();
    }

    /** An answer is due from now on. Called on the channel's event loop. */
    static void start(Channel channel, Duration timeout) {
        AnswerTimeout there = channel.pipeline().get(AnswerTimeout.class);
        if (there == null) {
            there = new AnswerTimeout(timeout);
            channel.pipeline().addFirst(there);
        }
        there.heardAt = System.nanoTime();
        if (there.timer == null) {
            there.wind(there.nanos);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heardAt = System.nanoTime();
        ctx.fireChannelRead(message);
    }

    private void wind(long after) {
        ChannelHandlerContext ctx = requireNonNull(context);
        timer = ctx.executor().schedule(() -> ring(ctx), after, TimeUnit.NANOSECONDS);
    }

    private void ring(ChannelHandlerContext ctx) {
        timer = null;
        long left = nanos - (System.nanoTime() - heardAt);
        if (ChannelOperations.get(ctx.channel()) == null) {
            return; // idle
        }
        if (left > 0) {
            wind(left);
        } else {
            ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            ctx.close();
        }
    }
}
