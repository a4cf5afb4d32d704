package io.fansync.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What of the commands a user is told about: in help, in completions, in the manual. */
final class CommandTree {

    private CommandTree() {}

    /** In the order of the help. */
    static List<CommandSpec> commands(CommandSpec fansync) {
        return fansync.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .distinct()
                .toList();
    }

    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static List<PositionalParamSpec> parameters(CommandSpec command) {
        return command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
    }

    /** Those that the label spells out, as {@code full|delta} does. */
    static List<String> values(ArgSpec argument) {
        String label = argument.paramLabel();
        return label.matches("[a-z-]+(\\|[a-z-]+)+") ? List.of(label.split("\\|")) : List.of();
    }

    static boolean takesFile(ArgSpec argument) {
        return Stream.of(argument.auxiliaryTypes()).anyMatch(Path.class::equals)
                || argument.type() == Path.class
                || argument.paramLabel().startsWith("FILE");
    }

    /** True if a value follows. */
    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** The first sentences of the description, on one line. */
    static String description(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    static String description(CommandSpec command) {
        return Stream.of(command.usageMessage().header(), command.usageMessage().description())
                .flatMap(Stream::of)
                .findFirst()
                .orElse("");
    }
}
