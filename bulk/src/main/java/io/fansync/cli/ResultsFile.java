package io.fansync.cli;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The {@code --results} file: one row for each connector, on disk as soon as the connector has settled. */
final class ResultsFile implements Closeable {

    /** Without it, Excel and Windows PowerShell take a CSV file for what their system's language was once written in. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path path;
    private final Function<ResultRow, String> format;
    private final BufferedWriter writer;
    private final Sinks.Empty<Void> broken = Sinks.empty();
    private Optional<String> complaint = Optional.empty();

    private ResultsFile(Path path, Function<ResultRow, String> format, OpenOption how) throws IOException {
        this.path = path;
        this.format = format;
        this.writer = Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }

    /** True if the name tells how the rows are to be written. */
    static boolean hasFormat(Path path) {
        return isCsv(path) || lowerCase(path).endsWith(".jsonl");
    }

    /**
     * Creates the file, or empties it.
     *
     * @param goOn not to empty it, as its rows are of the same job
     */
    static ResultsFile open(Path path, boolean goOn) {
        try {
            boolean empty = !goOn || !Files.exists(path) || Files.size(path) == 0;
            ResultsFile file = new ResultsFile(
                    path,
                    isCsv(path) ? ResultRow::csv : ResultRow::json,
                    goOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            if (isCsv(path) && empty) {
                file.line(BYTE_ORDER_MARK + ResultRow.csvHeader());
            }
            return file;
        } catch (IOException e) {
            throw new BadInput("cannot write " + path + ": " + Prose.why(e));
        }
    }

    /** Nothing any more after a row that could not be written: what stands in the file has no gap. */
    void write(ResultRow row) {
        if (complaint.isPresent()) {
            return;
        }
        try {
            line(format.apply(row));
        } catch (IOException e) {
            complaint = Optional.of("cannot write " + path + ": " + Prose.why(e)
                    + "; its rows from there on are missing, and a resume adds none for what is settled: 'fansync jobs' and"
                    + " --report have the counts");
            broken.tryEmitEmpty();
        }
    }

    /** Completes once a row could not be written. */
    Mono<Void> broken() {
        return broken.asMono();
    }

    /** Why rows are missing, if any are. */
    Optional<String> complaint() {
        return complaint;
    }

    /** Every row is on disk already. */
    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            if (complaint.isEmpty()) {
                throw new UncheckedIOException("cannot close " + path + ": " + Prose.why(e), e);
            }
        }
    }

    private void line(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
        writer.flush();
    }

    private static boolean isCsv(Path path) {
        return lowerCase(path).endsWith(".csv");
    }

    private static String lowerCase(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
