package io.fansync.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is known and not done, and said so instead of being ignored. */
final class Refusals {

    private static final String LATER = " is not in this version";
    private static final Map<String, String> OPTIONS = options();

    private Refusals() {}

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        Stream.of("confirm").forEach(name -> options.put("--" + name, LATER));
        return options;
    }

    static void addOptions(CommandSpec command) {
        OPTIONS.keySet()
                .forEach(name -> command.addOption(OptionSpec.builder(name)
                        .type(String.class)
                        .arity("0..1")
                        .hidden(true)
                        .build()));
    }

    /** @throws BadInput if one of the options was given, in the environment or on the command line */
    static void check(CommandSpec command) {
        OPTIONS.forEach((name, why) -> {
            if (command.findOption(name).getValue() != null) {
                throw new BadInput(name + why);
            }
        });
    }
}
