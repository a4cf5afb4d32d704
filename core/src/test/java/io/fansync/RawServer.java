package io.fansync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A server that does to each connection what its script says, byte by byte, and records every request that it read. */
final class RawServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
    private static final Pattern ID = Pattern.compile("(?im)^client-request-id: *(\\S+)");

    private final ServerSocket server;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger closedByClient = new AtomicInteger();

    interface Script {
        void run(Peer peer) throws IOException;
    }

    private RawServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static RawServer that(Script script) {
        return over(ServerSocketFactory.getDefault(), script);
    }

    static RawServer overTls(Script script) {
        return over(Wire.tlsSockets(), script);
    }

    private static RawServer over(ServerSocketFactory sockets, Script script) {
        try {
            RawServer raw = new RawServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
            start(raw::acceptAll);
            return raw;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    GraphCloud cloud() {
        return GraphCloud.of("http://127.0.0.1:" + port(), "https://login.example");
    }

    List<String> requests() {
        return requests;
    }

    int closedByClient() {
        return closedByClient.get();
    }

    int connections() {
        return sockets.size();
    }

    private void acceptAll() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            sockets.add(socket);
            start(() -> script.run(new Peer(socket)));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // The client, or the end of the test, has closed the socket.
                    }
                },
                "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server's side of one connection. */
    final class Peer {

        private final Socket socket;
        private String clientRequestId = "";

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** Reads one request, its body included. */
        Peer read() throws IOException {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append(next());
            }
            Matcher length = LENGTH.matcher(request);
            int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
            for (int i = 0; i < body; i++) {
                request.append(next());
            }
            requests.add(request.toString());
            Matcher id = ID.matcher(request);
            clientRequestId = id.find() ? id.group(1) : "";
            return this;
        }

        /** What the last request said. */
        String clientRequestId() {
            return clientRequestId;
        }

        private char next() throws IOException {
            int next = socket.getInputStream().read();
            if (next < 0) {
                closedByClient.incrementAndGet();
                throw new IOException("closed");
            }
            return (char) next;
        }

        Peer write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return this;
        }

        /** Holds the connection until the client closes it. */
        void waitForTheClientToClose() throws IOException {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } finally {
                closedByClient.incrementAndGet();
            }
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        void close() throws IOException {
            socket.close();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
