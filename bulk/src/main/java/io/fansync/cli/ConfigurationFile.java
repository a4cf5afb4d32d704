package io.fansync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code config.properties}: a line {@code option=value} for each option, {@code profile.NAME.option=value} where it is to hold
 * in one profile only. A backslash is a backslash, as paths on Windows have it.
 *
 * @param entries by the whole key
 */
record ConfigurationFile(Path path, Map<String, Entry> entries) {

    private static final Pattern ENTRY = Pattern.compile("([^=]+)=(.*)");
    private static final Pattern KEY = Pattern.compile("(?:profile\\.([\\w-]+)\\.)?([\\w-]+)");

    record Entry(String value, int line) {}

    /**
     * Without entries if there is no such file.
     *
     * @param names of the options there are
     * @throws BadInput if the file cannot be read, or holds anything else
     */
    static ConfigurationFile read(Path path, Set<String> names) {
        ConfigurationFile file = new ConfigurationFile(path, new LinkedHashMap<>());
        if (!Files.notExists(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                file.read(new Lines(path.toString(), in), names);
            } catch (IOException e) {
                throw new BadInput("cannot read " + path + ": " + Prose.why(e));
            }
        }
        return file;
    }

    /** A profile's own value outweighs the one for all; what is set to nothing is not set. */
    Optional<Entry> entry(Optional<String> profile, String name) {
        return profile.flatMap(own -> entry("profile." + own + "." + name)).or(() -> entry(name));
    }

    /** Their names, in order. */
    Set<String> profiles() {
        Set<String> profiles = new TreeSet<>();
        for (String key : entries.keySet()) {
            Matcher parts = KEY.matcher(key);
            if (parts.matches() && parts.group(1) != null) {
                profiles.add(parts.group(1));
            }
        }
        return profiles;
    }

    private Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> !entry.value().isEmpty());
    }

    private void read(Lines lines, Set<String> names) {
        for (String line = lines.nextContent(); line != null; line = lines.nextContent()) {
            add(lines, line, names);
        }
    }

    private void add(Lines lines, String line, Set<String> names) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) {
            throw lines.error("write option=value, as in cloud=us-gov");
        }
        String key = entry.group(1).strip();
        check(lines, key, names);
        Entry before = entries.put(key, new Entry(entry.group(2).strip(), lines.number()));
        if (before != null) {
            throw lines.error("'" + key + "' stands on line " + before.line() + " already; keep one");
        }
    }

    private static void check(Lines lines, String key, Set<String> names) {
        Matcher parts = KEY.matcher(key);
        String name = parts.matches() ? parts.group(2) : key;
        if (!names.contains(name)) {
            throw lines.error("no option is named '" + Prose.excerpt(name) + "'"
                    + Nearest.to(name, names)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; write option=value or profile.NAME.option=value, with names as in"
                                    + " 'fansync sync --help'"));
        }
    }
}
