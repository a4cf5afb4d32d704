package io.fansync.bulk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** This machine's files. */
enum LocalDisk implements Disk {
    INSTANCE;

    private final Set<Path> locked = ConcurrentHashMap.newKeySet();

    @Override
    public long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : -1;
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public Appender append(Path file, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        channel.truncate(length);
        channel.position(length);
        forceDirectory(file);
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(file);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** Without it a power failure may undo that a file was made or moved. Where directories cannot be opened, nothing can be done. */
    private static void forceDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
            directory.force(true);
        } catch (IOException notThisSystem) {
            // Windows.
        }
    }

    /** To close a second channel to a file would, on some systems, give up this process's {@link FileLock lock} on it. */
    @Override
    public Closeable lock(Path file) throws IOException {
        Path directory = requireNonNull(file.toAbsolutePath().getParent());
        Path name = directory.toRealPath().resolve(file.getFileName());
        if (!locked.add(name)) {
            throw inUse(file);
        }
        try {
            FileChannel channel = lockedChannel(file);
            return () -> {
                try {
                    channel.close();
                } finally {
                    locked.remove(name);
                }
            };
        } catch (Throwable e) {
            locked.remove(name);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        try {
            if (tryLock(channel) == null) {
                throw inUse(file);
            }
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException bySomethingElseInThisProcess) {
            return null;
        }
    }

    private static JournalException inUse(Path file) {
        return new JournalException(file + " is locked: another run is using the journal");
    }
}
