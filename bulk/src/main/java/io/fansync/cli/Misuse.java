package io.fansync.cli;

import io.fansync.cli.Settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments. */
final class Misuse {

    private Misuse() {}

    /** An unknown one is named without its value, which may be a secret. */
    static String sentence(ParameterException e, String[] arguments, Settings settings) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = "; see " + command.qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched().get(0).split("=", 2)[0], command) + help;
        }
        String place = setting(e, arguments, settings)
                .map(setting -> " (from " + setting.place() + ")")
                .orElse("");
        return String.valueOf(e.getMessage()).replaceFirst("\\.$", "") + place + help;
    }

    /** The one that is to blame, if it is none of the arguments. */
    static Optional<Setting> setting(ParameterException e, String[] arguments, Settings settings) {
        return e.getArgSpec() instanceof OptionSpec option && !isTyped(option, arguments)
                ? settings.setting(option)
                : Optional.empty();
    }

    private static String unknown(String argument, CommandSpec command) {
        boolean option = argument.startsWith("-");
        if (!option && command.subcommands().isEmpty()) {
            return "unexpected argument " + argument;
        }
        Stream<String> known = option
                ? command.options().stream().filter(spec -> !spec.hidden()).flatMap(spec -> Stream.of(spec.names()))
                : command.subcommands().keySet().stream();
        return "unknown " + (option ? "option " : "command ") + argument
                + Nearest.to(argument, known.toList())
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
    }

    private static boolean isTyped(OptionSpec option, String[] arguments) {
        return Stream.of(arguments).anyMatch(argument -> List.of(option.names()).contains(argument.split("=", 2)[0]));
    }
}
