package io.fansync.bulk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on loopback, passes requests and answers on one by one, and breaks some of them on the way,
 * as networks do.
 */
public final class FaultyProxy implements AutoCloseable {

    /** What the network does to a request or its answer. */
    enum Fault {
        /** The connection is reset before the request comes through. */
        RESET_BEFORE,
        /** The request comes through, and the connection is reset before its answer does. */
        RESET_AFTER,
        /** The request does not come through, and nobody says so. */
        STALL_BEFORE,
        /** The answer does not come through, and nobody says so. */
        STALL_AFTER,
        /** The request comes through, and the way back is closed in an orderly manner, without an answer. */
        HALF_CLOSE,
        /** The connection ends within the answer. */
        TRUNCATED,
        /** The answer comes twice at once. */
        DUPLICATED,
        /** The answer comes once more instead of the next one, whose request does not come through. */
        REPEATED,
        /** Everything takes longer. */
        LATE
    }

    private final ServerSocket listener;
    private final int server;
    private final int percent;
    private final SplittableRandom random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder made = new LongAdder();
    private volatile boolean down;

    /** @param percent how many in a hundred requests are broken */
    public FaultyProxy(URI server, int percent, long seed) {
        this.server = server.getPort();
        this.percent = percent;
        this.random = new SplittableRandom(seed);
        try {
            listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Every connection is reset, and every new one, until it is up again. */
    void down(boolean isDown) {
        down = isDown;
        if (isDown) {
            open.forEach(FaultyProxy::reset);
        }
    }

    /** How many faults there were. */
    public long made() {
        return made.sum();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (down) {
                    reset(client);
                } else {
                    daemon(() -> serve(client));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            while (exchange(client, upstream)) {
                // one request after the other
            }
        } catch (IOException gone) {
            // either side has had enough
        } finally {
            open.remove(client);
        }
    }

    private boolean exchange(Socket client, Socket upstream) throws IOException {
        byte[] request = message(client.getInputStream());
        Fault fault = draw();
        if (fault == Fault.RESET_BEFORE) {
            reset(client);
            return false;
        }
        if (fault == Fault.STALL_BEFORE) {
            return hang(client);
        }
        if (fault == Fault.LATE) {
            LockSupport.parkNanos(150_000_000);
        }
        upstream.getOutputStream().write(request);
        byte[] answer = message(upstream.getInputStream());
        return fault == null || fault == Fault.LATE
                ? passOn(client, answer, answer.length)
                : spoil(client, fault, answer);
    }

    private boolean spoil(Socket client, Fault fault, byte[] answer) throws IOException {
        return switch (fault) {
            case RESET_AFTER -> reset(client);
            case STALL_AFTER -> hang(client);
            case HALF_CLOSE -> {
                client.shutdownOutput();
                yield false;
            }
            case TRUNCATED -> {
                passOn(client, answer, answer.length / 3);
                yield false;
            }
            case DUPLICATED -> {
                byte[] twice = Arrays.copyOf(answer, answer.length * 2);
                System.arraycopy(answer, 0, twice, answer.length, answer.length);
                yield passOn(client, twice, twice.length);
            }
            case REPEATED -> {
                passOn(client, answer, answer.length);
                message(client.getInputStream());
                yield passOn(client, answer, answer.length);
            }
            default -> throw new AssertionError(fault);
        };
    }

    private static boolean passOn(Socket client, byte[] bytes, int length) throws IOException {
        client.getOutputStream().write(bytes, 0, length);
        return true;
    }

    private static boolean reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException closedAlready) {
            // as it should be
        }
        return false;
    }

    /** Until the client gives up, whatever it sends. */
    private static boolean hang(Socket client) throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        return false;
    }

    private synchronized @Nullable Fault draw() {
        if (random.nextInt(100) >= percent) {
            return null;
        }
        made.increment();
        return Fault.values()[random.nextInt(Fault.values().length)];
    }

    /** One HTTP/1.1 message, its body told by its length or in chunks, if it has one. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        until(in, message, "\r\n\r\n");
        String head = message.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
        int length = head.indexOf("content-length: ");
        if (head.contains("transfer-encoding: chunked")) {
            until(in, message, "\r\n0\r\n\r\n");
        } else if (length >= 0) {
            int end = head.indexOf("\r\n", length);
            message.writeBytes(in.readNBytes(Integer.parseInt(head.substring(length + 16, end))));
        }
        return message.toByteArray();
    }

    private static void until(InputStream in, ByteArrayOutputStream message, String end) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            message.write(next);
            matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(FaultyProxy::reset);
    }
}
