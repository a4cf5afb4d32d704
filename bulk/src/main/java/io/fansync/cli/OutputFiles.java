package io.fansync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The files that a run is to leave. */
final class OutputFiles {

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "One row for each connector as it settles, in JSON Lines or CSV by the name: .jsonl or .csv.")
    private Optional<Path> results = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "A page on the run to read and to pass on: when Graph accepted and refused, how long it took,"
                    + " what became of each tenant, what failed and what to do.")
    private Optional<Path> report = Optional.empty();

    Places places() {
        return new Places(results, report);
    }

    /** @throws BadInput if a name does not tell what is to be written */
    void check() {
        results.filter(path -> !ResultsFile.hasFormat(path)).ifPresent(path -> {
            throw new BadInput("--results must be named .jsonl or .csv, not " + path);
        });
        report.filter(path -> !ReportFile.hasFormat(path)).ifPresent(path -> {
            throw new BadInput("--report must be named .html, not " + path);
        });
    }

    /**
     * @param option that names the input
     * @throws BadInput if the input would be written over
     */
    void spare(String option, Optional<Path> input) {
        input.ifPresent(read -> {
            results.ifPresent(path -> requireOther("--results", path, option, read));
            report.ifPresent(path -> requireOther("--report", path, option, read));
        });
    }

    /**
     * Creates what is not there, and leaves what is as it is: a run that is refused after this has lost nobody's rows.
     *
     * @throws BadInput if one cannot be written
     */
    void prepare() {
        Stream.of(results, report)
                .flatMap(Optional::stream)
                .filter(path -> !isPipe(path))
                .forEach(OutputFiles::prepare);
    }

    /** Or a device: who reads from a pipe would take this for its end. */
    private static boolean isPipe(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException absent) {
            return false;
        }
    }

    private static void prepare(Path path) {
        try {
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new BadInput("cannot write " + path + ": " + Prose.why(e));
        }
    }

    private static void requireOther(String option, Path path, String inputOption, Path input) {
        try {
            if (Files.exists(path) && Files.exists(input) && Files.isSameFile(path, input)) {
                throw new BadInput(option + " would overwrite " + inputOption + " " + path + "; name another file");
            }
        } catch (IOException e) {
            throw new BadInput("cannot read " + input + ": " + Prose.why(e));
        }
    }
}
