package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Denied;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a user's sign-in is kept for the next run: one file for each login server, tenant and client, which nobody else may read.
 * Processes take turns at it, and see either the old content or the new.
 */
final class SignInFile implements SignInMemory {

    private final Path directory;
    private final String name;

    private SignInFile(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    static SignInFile of(Path directory, String clientId, TokenRequest request) {
        String login = request.cloud().login().getAuthority().replace(':', '-');
        return new SignInFile(directory, String.join("_", "sign-in", login, request.tenant(), clientId) + ".json");
    }

    @Override
    public String read() {
        return alone("read", () -> {
            try {
                return new String(Files.readAllBytes(directory.resolve(name)), UTF_8);
            } catch (NoSuchFileException first) {
                return "";
            }
        });
    }

    @Override
    public void write(String content) {
        alone("written", () -> {
            Path next = directory.resolve(name + ".tmp");
            Files.deleteIfExists(next);
            OwnerOnly.createFile(next);
            try (FileChannel channel = FileChannel.open(next, WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** A file lock keeps other processes out, the monitor this one's other threads, which a file lock would fail. */
    private <T> T alone(String done, Work<T> work) {
        Path lock = directory.resolve("sign-in.lock");
        synchronized (SignInFile.class) {
            try {
                OwnerOnly.createDirectories(directory);
                OwnerOnly.createFile(lock);
                try (FileChannel channel = FileChannel.open(lock, WRITE)) {
                    channel.lock();
                    return work.run();
                }
            } catch (IOException failed) {
                String detail = "the sign-in kept in " + directory.resolve(name) + " could not be " + done + ": "
                        + failed.getClass().getSimpleName();
                GraphError error = new GraphError("", "", detail, "Check who owns it and its directory.", Trace.NONE);
                throw new Denied(error, "", failed);
            }
        }
    }
}
