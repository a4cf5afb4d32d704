package io.fansync.cli;

import io.fansync.cli.Settings.Setting;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is set, and where; of what may be a secret, that it is set. */
final class SettingsTable {

    private static final String SECRET = "***";
    private static final List<String> VARIABLES = List.of(
            "AZURE_TENANT_ID",
            "AZURE_CLIENT_ID",
            "AZURE_FEDERATED_TOKEN_FILE",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
            "HTTPS_PROXY",
            "https_proxy",
            "NO_PROXY",
            "no_proxy");

    private final Shell shell;
    private final CommandSpec command;
    private final Settings settings;

    SettingsTable(Shell shell, CommandSpec command) {
        this.shell = shell;
        this.command = command;
        this.settings = Settings.of(command);
    }

    /** None if everything is as by default. */
    List<String> lines() {
        TextTable table = new TextTable().row("setting", "value", "from");
        options()
                .forEach((name, option) -> setting(option)
                        .ifPresent(
                                setting -> table.row(name, shown(name, setting.value()), shortened(setting.place()))));
        VARIABLES.forEach(name ->
                shell.variable(name).ifPresent(value -> table.row(name, shown(name, value), "environment")));
        List<String> lines = table.lines();
        return lines.size() == 1 ? List.of() : lines;
    }

    /** Of all commands for which the file counts: the values of the others may be why somebody asks. */
    private Map<String, OptionSpec> options() {
        Map<String, OptionSpec> options = new TreeMap<>();
        command.root().subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(other -> other.findOption("--profile") != null)
                .flatMap(other -> other.options().stream())
                .forEach(option -> options.putIfAbsent(option.longestName().substring(2), option));
        return options;
    }

    private Optional<Setting> setting(OptionSpec option) {
        OptionSpec own = command.findOption(option.longestName());
        boolean typed = own != null && command.commandLine().getParseResult().hasMatchedOption(own);
        return typed
                ? Optional.of(new Setting(
                        String.join(",", own.originalStringValues()), Settings.Origin.COMMAND_LINE, "command line"))
                : settings.setting(option, command);
    }

    /** The file's whole name stands above. */
    private String shortened(String place) {
        Path file = settings.file().path();
        return place.replace(file.toString(), String.valueOf(file.getFileName()));
    }

    private static String shown(String name, String value) {
        String shown = switch (name) {
            case "token", "client-secret", "certificate-password", "AZURE_CLIENT_CERTIFICATE_PASSWORD" -> SECRET;
            case "token-command" -> value.split("\\s", 2)[0] + " " + SECRET;
            case "token-env" -> value.matches("\\w{1,64}") ? value : SECRET;
            case "proxy", "HTTPS_PROXY", "https_proxy" -> value.replaceFirst("^(\\w+://)?.*@", "$1" + SECRET + "@");
            case "token-file",
                    "client-secret-file",
                    "certificate",
                    "certificate-password-file",
                    "federated-token-file",
                    "AZURE_FEDERATED_TOKEN_FILE" -> isFile(value) ? value : SECRET + " (no such file)";
            default -> value;
        };
        return Prose.withoutTokens(Prose.printable(shown));
    }

    /** What is no file may be the secret itself. */
    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
