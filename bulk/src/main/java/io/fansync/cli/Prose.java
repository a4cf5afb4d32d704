package io.fansync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Counts, times and foreign text, as people read them on a terminal. */
final class Prose {

    private static final int EXCERPT = 60;
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private Prose() {}

    /** {@code 1,000}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 connector}, {@code 1,000 connectors}. */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 210 ms}, {@code 3.2 s}, {@code 37 s}, {@code 2 min 5 s}, {@code 1 h 3 min}. */
    static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        }
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : count(seconds / 3_600) + " h " + seconds % 3_600 / 60 + " min";
    }

    /** Without control characters, which a terminal might obey, and without invisible ones. */
    static String printable(String foreign) {
        return INVISIBLE.matcher(foreign).replaceAll("?");
    }

    /** With {@code ***} for what looks like a token: an argument in the wrong place may be one. */
    static String withoutTokens(String text) {
        return text.replaceAll("eyJ[\\w.~+/=-]{10,}", "***");
    }

    /** The beginning, printable: enough to recognise it by. */
    static String excerpt(String foreign) {
        return printable(foreign.length() <= EXCERPT ? foreign : foreign.substring(0, EXCERPT) + "…");
    }

    static String why(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? printable(e.toString()) : why(cause);
    }

    /** Why a file could not be read or written; the exceptions of {@code java.nio.file} often hold its name alone. */
    static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8; save the file as UTF-8 (in PowerShell: -Encoding utf8)";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return printable(reason == null ? e.getClass().getSimpleName() : reason);
    }
}
