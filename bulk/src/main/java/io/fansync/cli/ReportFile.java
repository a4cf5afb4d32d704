package io.fansync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The {@code --report} file. */
final class ReportFile {

    private static final String NOT_YET =
            "<!doctype html><meta charset=utf-8><title>fansync</title><p>This run has not come to its end.\n";

    private final Path path;

    private ReportFile(Path path) {
        this.path = path;
    }

    static boolean hasFormat(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".html") || name.endsWith(".htm");
    }

    /** Creates the file, or writes it over, so that it cannot turn out to be impossible only when all is done. */
    static ReportFile open(Path path) {
        try {
            Files.writeString(path, NOT_YET);
            return new ReportFile(path);
        } catch (IOException e) {
            throw new BadInput("cannot write " + path + ": " + Prose.why(e));
        }
    }

    void write(Account account) {
        try {
            Files.writeString(path, Report.of(account));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path + ": " + Prose.why(e), e);
        }
    }
}
