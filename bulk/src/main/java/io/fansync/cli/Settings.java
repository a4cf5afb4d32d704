package io.fansync.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The values of options that the command line leaves out: from the environment, where {@code --graph-url} is {@code
 * FANSYNC_GRAPH_URL}, else from the configuration file, where it is {@code graph-url}. They hold for the commands that were
 * {@linkplain #configure configured} alone: elsewhere an option of the same name means another thing, or removes something.
 */
final class Settings implements IDefaultValueProvider {

    private static final String PROFILE = "--profile";
    private static final String PREFIX = "FANSYNC_";
    /** Read by the launchers. */
    private static final String JAVA_OPTIONS = "FANSYNC_JAVA_OPTS";

    private final Map<String, String> environment;
    private final Set<String> variables;
    private final ConfigurationFile file;
    private final Optional<BadInput> unusable;

    /** Who gave an option its value, the strongest first. */
    enum Origin {
        COMMAND_LINE,
        ENVIRONMENT,
        FILE,
        NOBODY
    }

    /** @param place the variable, or the file and the line */
    record Setting(String value, Origin origin, String place) {}

    private Settings(
            Map<String, String> environment,
            Set<String> variables,
            ConfigurationFile file,
            Optional<BadInput> unusable) {
        this.environment = environment;
        this.variables = variables;
        this.file = file;
        this.unusable = unusable;
    }

    /** Those of all commands below; a file that cannot be used is kept for {@link #check}, as help must work without it. */
    static Settings read(Shell shell, CommandLine fansync) {
        Set<String> names = new TreeSet<>();
        Set<String> variables = new TreeSet<>(Set.of(JAVA_OPTIONS));
        fansync.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(Settings::isConfigured)
                .flatMap(Settings::options)
                .forEach(name -> {
                    variables.add(variable(name));
                    names.add(name.substring(2));
                });
        var path = shell.directories().configuration().resolve("config.properties");
        try {
            return new Settings(shell.environment(), variables, ConfigurationFile.read(path, names), Optional.empty());
        } catch (BadInput e) {
            return new Settings(shell.environment(), variables, new ConfigurationFile(path, Map.of()), Optional.of(e));
        }
    }

    /** Those that the command was parsed with. */
    static Settings of(CommandSpec command) {
        return (Settings) command.defaultValueProvider();
    }

    /** From now on the environment and the configuration file count for the command, and so {@code --profile} is one of its options. */
    static void configure(CommandSpec command) {
        command.addOption(OptionSpec.builder(PROFILE)
                .paramLabel("NAME")
                .type(String.class)
                .description("The profile of the configuration file to use.")
                .build());
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? setting(option).map(Setting::value).orElse(null)
                : null;
    }

    /** What the environment or the file has for the option. */
    Optional<Setting> setting(OptionSpec option) {
        return setting(option, option.command());
    }

    /** The same, in the profile that holds for some other command. */
    Optional<Setting> setting(OptionSpec option, CommandSpec command) {
        if (!isConfigured(command)) {
            return Optional.empty();
        }
        return names(option)
                .flatMap(name -> fromEnvironment(variable(name)).stream())
                .findFirst()
                .or(() -> names(option)
                        .flatMap(name -> fromFile(command, name.substring(2)).stream())
                        .findFirst());
    }

    Origin origin(CommandSpec command, String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option)
                ? Origin.COMMAND_LINE
                : setting(command.findOption(option)).map(Setting::origin).orElse(Origin.NOBODY);
    }

    /** Negative if the first of two options that exclude each other outweighs the second, zero if neither does. */
    int compare(CommandSpec command, String option, String other) {
        return origin(command, option).compareTo(origin(command, other));
    }

    ConfigurationFile file() {
        return file;
    }

    /** The one that holds for the command. */
    Optional<String> profile(CommandSpec command) {
        Optional<String> typed =
                Optional.ofNullable(command.findOption(PROFILE)).map(OptionSpec::getValue);
        return typed.or(() -> fromEnvironment(variable(PROFILE)).map(Setting::value))
                .or(() -> file.entry(Optional.empty(), PROFILE.substring(2)).map(ConfigurationFile.Entry::value));
    }

    /**
     * Says which variables are ignored.
     *
     * @throws BadInput if the file cannot be used, or has no such profile
     */
    void check(CommandSpec command, Shell shell) {
        if (!isConfigured(command)) {
            return;
        }
        unusable.ifPresent(e -> {
            throw e;
        });
        profile(command).filter(name -> !file.profiles().contains(name)).ifPresent(name -> {
            throw new BadInput(noProfile(Prose.excerpt(name)));
        });
        if (!isQuiet(command)) {
            strangers().ifPresent(shell::say);
        }
    }

    private String noProfile(String name) {
        String profiles = String.join(", ", file.profiles());
        return "no profile '" + name + "' in " + file.path()
                + (profiles.isEmpty() ? "; write profile." + name + ".OPTION=VALUE there" : "; there is " + profiles);
    }

    private static boolean isQuiet(CommandSpec command) {
        OptionSpec quiet = command.findOption("--quiet");
        return quiet != null && (boolean) quiet.getValue();
    }

    /** Variables that look like an option's and are not. Others may have set them for their own ends: they do no harm. */
    Optional<String> strangers() {
        String strangers = environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !variables.contains(name))
                .sorted()
                .map(name -> Nearest.to(name, variables)
                        .map(near -> name + " (did you mean " + near + "?)")
                        .orElse(name))
                .collect(Collectors.joining(", "));
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of("ignored, as no option that can be set has that name: " + Prose.printable(strangers));
    }

    private Optional<Setting> fromEnvironment(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> new Setting(value, Origin.ENVIRONMENT, variable));
    }

    private Optional<Setting> fromFile(CommandSpec command, String name) {
        return file.entry(profile(command), name)
                .map(entry -> new Setting(entry.value(), Origin.FILE, file.path() + ":" + entry.line()));
    }

    private static boolean isConfigured(CommandSpec command) {
        return command.findOption(PROFILE) != null;
    }

    private static Stream<String> options(CommandSpec command) {
        return command.options().stream().flatMap(Settings::names);
    }

    /** None for those that ask for help. */
    private static Stream<String> names(OptionSpec option) {
        return option.usageHelp() || option.versionHelp()
                ? Stream.empty()
                : Stream.of(option.names()).filter(name -> name.startsWith("--"));
    }

    private static String variable(String option) {
        return PREFIX + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
