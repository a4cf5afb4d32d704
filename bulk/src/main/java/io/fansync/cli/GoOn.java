package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command that goes on with what this one began: the same options, but for those that the job itself remembers. */
final class GoOn {

    private static final Set<String> REMEMBERED = Set.of("--ids", "--all", "--tenant", "--type", "--job", "--yes");

    private GoOn() {}

    static String command(String job, CommandSpec command) {
        List<String> words = new ArrayList<>(List.of("fansync", "resume", job));
        command.commandLine().getParseResult().matchedOptionsSet().stream()
                .filter(option -> Stream.of(option.names()).noneMatch(REMEMBERED::contains))
                .sorted((one, other) -> one.longestName().compareTo(other.longestName()))
                .flatMap(GoOn::typed)
                .forEach(words::add);
        return String.join(" ", words);
    }

    private static Stream<String> typed(OptionSpec option) {
        String name = option.longestName();
        return option.arity().max() == 0
                ? Stream.of(name)
                : option.originalStringValues().stream().map(value -> name + "=" + quoted(value));
    }

    /** As a POSIX shell takes it. */
    private static String quoted(String value) {
        return value.matches("[\\w@%+=:,./~-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
