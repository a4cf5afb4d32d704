package io.fansync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port on loopback behind which a server is, or is not: bytes pass both ways, or every connection is refused. */
final class Relay implements AutoCloseable {

    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    /** Up from the start on. */
    Relay(int server) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server);
        this.listener = listen(0);
    }

    /** For what speaks TLS. */
    URI url() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    synchronized void up() {
        if (listener.isClosed()) {
            listener = listen(listener.getLocalPort());
        }
    }

    /** Ends the connections that there are, and has new ones refused. */
    synchronized void down() {
        close(listener);
        open.forEach(Relay::close);
    }

    private ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
            daemon(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                daemon(() -> pass(client, upstream));
                daemon(() -> pass(upstream, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to) {
        open.add(from);
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // either side has had enough
        } finally {
            open.remove(from);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closedAlready) {
            // as it should be
        }
    }

    @Override
    public void close() {
        down();
    }
}
