package io.fansync.cli;

import io.fansync.bulk.Quota;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are written. */
final class OptionValue {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern QUOTA = Pattern.compile("(\\d{1,9})/(.+)");

    private OptionValue() {}

    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "write a whole number up to " + Integer.MAX_VALUE + ", not '" + text + "'");
        }
    }

    static boolean yesOrNo(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new TypeConversionException("write true or false, not '" + text + "'");
        }
        return Boolean.parseBoolean(text);
    }

    /** {@code 500ms}, {@code 20s}, {@code 10m}, {@code 2h}. */
    static Duration duration(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new TypeConversionException("write a duration like 500ms, 20s, 10m or 2h, not '" + text + "'");
        }
        long amount = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** A name that the system takes for a file's. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("no file can be named '" + Prose.printable(text)
                    + "' here; in the locale C, names are ASCII: LC_ALL=C.UTF-8 lets them be others");
        }
    }

    /** {@code 100/20s} or {@code none}. */
    static Quota quota(String text) {
        if (text.equals("none")) {
            return Quota.none();
        }
        Matcher quota = QUOTA.matcher(text);
        if (!quota.matches()) {
            throw new TypeConversionException("write a quota like 100/20s, or none, not '" + text + "'");
        }
        try {
            return Quota.of(Integer.parseInt(quota.group(1)), duration(quota.group(2)));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** An enum's constants in lower case, with hyphens. */
    static <E extends Enum<E>> ITypeConverter<E> choice(Class<E> type) {
        return text -> Stream.of(type.getEnumConstants())
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("write one of "
                        + Stream.of(type.getEnumConstants())
                                .map(OptionValue::name)
                                .collect(Collectors.joining(", "))
                        + ", not '" + text + "'"));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
