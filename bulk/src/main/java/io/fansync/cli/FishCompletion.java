package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script of <a href="https://fishshell.com/docs/current/completions.html">fish</a>. */
final class FishCompletion {

    private FishCompletion() {}

    static List<String> lines(CommandSpec fansync) {
        List<String> lines = new ArrayList<>();
        lines.add("# fansync completion fish | source");
        lines.add("complete -c fansync -f");
        CommandTree.options(fansync).forEach(option -> lines.add(option("__fish_use_subcommand", option)));
        for (CommandSpec command : CommandTree.commands(fansync)) {
            lines.add("complete -c fansync -n __fish_use_subcommand -a " + command.name() + " -d "
                    + quoted(CommandTree.description(command)));
        }
        for (CommandSpec command : CommandTree.commands(fansync)) {
            String inside = quoted("__fish_seen_subcommand_from " + command.name());
            CommandTree.options(command).forEach(option -> lines.add(option(inside, option)));
            CommandTree.parameters(command).stream()
                    .filter(parameter -> !CommandTree.values(parameter).isEmpty())
                    .forEach(parameter -> lines.add("complete -c fansync -n " + inside + values(parameter)));
        }
        return lines;
    }

    private static String option(String condition, OptionSpec option) {
        StringBuilder line = new StringBuilder("complete -c fansync -n ").append(condition);
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (CommandTree.takesValue(option)) {
            line.append(CommandTree.takesFile(option) ? " -r -F" : " -x" + values(option));
        }
        return line.append(" -d ")
                .append(quoted(CommandTree.description(option)))
                .toString();
    }

    private static String values(ArgSpec argument) {
        List<String> values = CommandTree.values(argument);
        return values.isEmpty() ? "" : " -a " + values.stream().collect(Collectors.joining(" ", "'", "'"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
