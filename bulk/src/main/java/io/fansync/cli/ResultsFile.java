package io.fansync.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private final OutputStream out;
    private final Sinks.Empty<Void> broken = Sinks.empty();
    private Optional<String> complaint = Optional.empty();

    /** Of the last row. */
    private long end;

    private ResultsFile(Path path, boolean goOn) throws IOException {
        this.path = path;
        this.format = isCsv(path) ? ResultRow::csv : ResultRow::json;
        this.out = Files.newOutputStream(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                goOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        this.end = Files.size(path);
    }

    /** True if the name tells how the rows are to be written. */
    static boolean hasFormat(Path path) {
        return isCsv(path) || lowerCase(path).endsWith(".jsonl");
    }

    /**
     * Creates the file, or empties it.
     *
     * @param goOn not to empty it, as its rows are of the same job; the next one begins on a line of its own, though the last was
     *     torn
     */
    static ResultsFile open(Path path, boolean goOn) {
        try {
            ResultsFile file = new ResultsFile(path, goOn);
            file.begin();
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
            out.close();
        } catch (IOException e) {
            if (complaint.isEmpty()) {
                throw new UncheckedIOException("cannot close " + path + ": " + Prose.why(e), e);
            }
        }
    }

    private void begin() throws IOException {
        if (end > 0 && lastByte() != '\n') {
            line("");
        }
        if (end == 0 && isCsv(path)) {
            line(BYTE_ORDER_MARK + ResultRow.csvHeader());
        }
    }

    private byte lastByte() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            file.position(end - 1).read(last);
        }
        return last.get(0);
    }

    private void line(String line) throws IOException {
        byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            out.write(bytes);
            end += bytes.length;
        } catch (IOException full) {
            takeBack();
            throw full;
        }
    }

    /** What there was room for of a row, which nobody could read. */
    private void takeBack() throws IOException {
        if (Files.isRegularFile(path)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(end);
            }
        }
    }

    private static boolean isCsv(Path path) {
        return lowerCase(path).endsWith(".csv");
    }

    private static String lowerCase(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
