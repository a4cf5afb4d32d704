package io.fansync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port on loopback behind which a server is, or is not: bytes pass both ways, or every connection is refused. */
final class Relay implements AutoCloseable {

    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private Port port;

    private record Port(ServerSocket listener, Thread acceptor) {}

    /** Up from the start on. */
    Relay(int server) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server);
        this.port = listen(0);
    }

    /** For what speaks TLS. */
    URI url() {
        return URI.create("https://127.0.0.1:" + port.listener.getLocalPort());
    }

    synchronized void up() {
        if (port.listener.isClosed()) {
            port = listen(port.listener.getLocalPort());
        }
    }

    /** Ends the connections that there are, and has new ones refused. Blocks: as long as a thread accepts, the port is not closed. */
    synchronized void down() {
        close(port.listener);
        try {
            port.acceptor.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        open.forEach(Relay::close);
    }

    private Port listen(int number) {
        try {
            ServerSocket listener = new ServerSocket(number, 512, InetAddress.getLoopbackAddress());
            return new Port(listener, daemon(() -> accept(listener)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                open.addAll(List.of(client, upstream));
                daemon(() -> pass(client, upstream));
                daemon(() -> pass(upstream, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // either side has had enough
        } finally {
            open.remove(from);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
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
