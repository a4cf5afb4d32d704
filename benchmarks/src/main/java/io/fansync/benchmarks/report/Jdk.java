package io.fansync.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK on this machine.
 *
 * @param feature its version, such as 21
 */
record Jdk(Path java, int feature) {

    /** This process's own if it knows virtual threads, else the newest beside it that does. */
    static Optional<Jdk> withVirtualThreads() {
        return own().feature >= 21
                ? Optional.of(own())
                : beside(Path.of(System.getProperty("java.home"))).stream()
                        .filter(jdk -> jdk.feature >= 21)
                        .max(Comparator.comparingInt(Jdk::feature));
    }

    static Jdk own() {
        return new Jdk(
                java(Path.of(System.getProperty("java.home"))),
                Runtime.version().feature());
    }

    private static List<Jdk> beside(Path home) {
        Path directory = home.toAbsolutePath().getParent();
        if (directory == null) {
            return List.of();
        }
        try (Stream<Path> others = Files.list(directory)) {
            return others.filter(other -> Files.isReadable(other.resolve("release")))
                    .map(other -> new Jdk(java(other), feature(other.resolve("release"))))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private static int feature(Path release) {
        try (BufferedReader lines = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("^[^\"]*\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
