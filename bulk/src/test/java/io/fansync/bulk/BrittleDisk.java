package io.fansync.bulk;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A disk in memory that dies at a chosen write, and keeps of what was not forced what chance will have. */
final class BrittleDisk implements Disk {

    /** How the machine stops. */
    enum Crash {
        /** The process is killed: what the operating system has, it keeps. */
        KILL,
        /** Power fails: of what was not forced to the disk, a part is there, or zeros, or nothing. */
        POWER
    }

    private static final class Content {
        byte[] bytes = {};
        int forced;
    }

    private final Map<Path, Content> files = new HashMap<>();
    private SplittableRandom random = new SplittableRandom(0);
    private Crash crash = Crash.KILL;
    private long left = Long.MAX_VALUE;

    /** Dies at the n-th write, force, move or deletion from now on. */
    void crashAt(long n, Crash how, SplittableRandom chance) {
        left = n;
        crash = how;
        random = chance;
    }

    boolean isDead() {
        return left <= 0;
    }

    /** The machine starts again. */
    void restart() {
        if (isDead() && crash == Crash.POWER) {
            files.values().forEach(this::lose);
        }
        left = Long.MAX_VALUE;
    }

    private void lose(Content file) {
        int kept = file.forced + random.nextInt(file.bytes.length - file.forced + 1);
        int end = random.nextBoolean() ? kept : file.bytes.length;
        file.bytes = Arrays.copyOf(Arrays.copyOf(file.bytes, kept), end);
        file.forced = end;
    }

    long bytes(Path file) {
        return files.getOrDefault(file, new Content()).bytes.length;
    }

    private boolean dies() throws IOException {
        if (isDead()) {
            throw new IOException("dead");
        }
        return --left == 0;
    }

    @Override
    public long size(Path file) {
        return files.containsKey(file) ? bytes(file) : -1;
    }

    @Override
    public InputStream read(Path file) {
        return new ByteArrayInputStream(files.getOrDefault(file, new Content()).bytes);
    }

    @Override
    public Appender append(Path path, long length) throws IOException {
        if (dies()) {
            throw new IOException("died");
        }
        Content file = files.computeIfAbsent(path, first -> new Content());
        file.bytes = Arrays.copyOf(file.bytes, (int) length);
        file.forced = Math.min(file.forced, (int) length);
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                boolean torn = dies();
                int old = file.bytes.length;
                int length = torn ? random.nextInt(bytes.remaining() + 1) : bytes.remaining();
                file.bytes = Arrays.copyOf(file.bytes, old + length);
                bytes.get(file.bytes, old, length);
                if (torn) {
                    throw new IOException("died");
                }
            }

            @Override
            public void force() throws IOException {
                boolean lost = dies() && random.nextBoolean();
                if (!lost) {
                    file.forced = file.bytes.length;
                }
                if (isDead()) {
                    throw new IOException("died");
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        boolean dies = dies();
        if (!dies || random.nextBoolean()) {
            files.put(file, files.remove(by));
        }
        if (dies) {
            throw new IOException("died");
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        boolean dies = dies();
        if (!dies || random.nextBoolean()) {
            files.remove(file);
        }
        if (dies) {
            throw new IOException("died");
        }
    }

    @Override
    public Closeable lock(Path file) {
        return () -> {};
    }
}
