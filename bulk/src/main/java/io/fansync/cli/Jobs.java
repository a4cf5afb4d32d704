package io.fansync.cli;

import io.fansync.bulk.FileJournal;
import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.Journal;
import io.fansync.bulk.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The journals in the state directory, one for each job. */
final class Jobs {

    private static final String SUFFIX = ".journal";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    /** Behind it stands when an archived job was started. */
    private static final String ARCHIVED = "@";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;

    Jobs(Shell shell) {
        this.directory = shell.directories().state().resolve("jobs");
    }

    /** A name that no job has. */
    static String freshName() {
        int any = ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36);
        return TIME.format(Instant.now()) + "-" + Integer.toString(any, 36);
    }

    /** @throws BadInput if a job cannot be called so */
    static String checked(String name) {
        if (!name.matches(NAME)) {
            throw new BadInput("--job '" + Prose.excerpt(name)
                    + "': write a name of at most 100 letters, digits, dots, hyphens and underscores");
        }
        return name;
    }

    Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }

    FileJournal journal(String name) {
        return Journal.file(file(name));
    }

    /** What is in a job's journal; empty if there is no such job. */
    Optional<Overview> find(String name) {
        try {
            return name.matches(NAME + "(" + ARCHIVED + "[0-9-]+)?")
                    ? journal(name).overview().blockOptional()
                    : Optional.empty();
        } catch (JournalException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    /** Puts a finished job aside, under a name of its own. */
    void archive(String name, Overview overview) {
        String aside = name + ARCHIVED + TIME.format(overview.startedAt());
        try {
            Files.move(file(name), file(aside));
        } catch (IOException e) {
            throw new BadInput("cannot put job " + name + " aside as " + aside + ": " + Prose.why(e));
        }
    }

    /** Makes the directory. */
    void prepare() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BadInput("cannot create " + directory + ": " + Prose.why(e)
                    + "; --no-journal goes without, and then cannot be gone on with");
        }
    }

    /** The names of all of them, in alphabetical order. */
    List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput("cannot read " + directory + ": " + Prose.why(e));
        }
    }

    /** True while a run is at it. */
    boolean isRunning(String name) {
        try (FileChannel channel = FileChannel.open(lock(name), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        } catch (IOException neverLocked) {
            return false;
        }
    }

    private Path lock(String name) {
        return directory.resolve(name + SUFFIX + ".lock");
    }

    /** Removes it if nothing was written to it for so long; true if it is gone. */
    boolean clean(String name, Duration age) {
        Path file = file(name);
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            if (written.isAfter(Instant.now().minus(age)) || isRunning(name)) {
                return false;
            }
            Files.delete(file);
            Files.deleteIfExists(lock(name));
            return true;
        } catch (IOException e) {
            throw new BadInput("cannot remove " + file + ": " + Prose.why(e));
        }
    }
}
