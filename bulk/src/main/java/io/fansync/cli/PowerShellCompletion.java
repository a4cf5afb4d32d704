package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A script of PowerShell, 5.1 or later:
 * <a href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter">
 * Register-ArgumentCompleter</a>. File names are left to PowerShell.
 */
final class PowerShellCompletion {

    private static final List<String> ANSWER = List.of(
            "    $typed = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { \"$_\" })",
            "    $command = $typed | Select-Object -Skip 1 | Where-Object { $names.ContainsKey($_) } | Select-Object -First 1",
            "    if (-not $command) { $command = '' }",
            "    $found = $values[\"$command $($typed[-1])\"]",
            "    if ($found) {",
            "        $found | Where-Object { $_ -like \"$word*\" } | ForEach-Object {",
            "            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
            "        }",
            "        return",
            "    }",
            "    $names[$command].GetEnumerator() | Where-Object { $_.Key -like \"$word*\" } | Sort-Object Key | ForEach-Object {",
            "        [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterName', $_.Value)",
            "    }",
            "}");

    private PowerShellCompletion() {}

    static List<String> lines(CommandSpec fansync) {
        List<CommandSpec> commands = CommandTree.commands(fansync);
        List<String> lines = new ArrayList<>();
        lines.add("# fansync completion powershell | Out-String | Invoke-Expression");
        lines.add("Register-ArgumentCompleter -Native -CommandName fansync, fansync.cmd, fansync.ps1 -ScriptBlock {");
        lines.add("    param($word, $line, $cursor)");
        lines.add("    $names = @{");
        lines.add("        '' = @{");
        commands.forEach(command -> lines.add(entry(command.name(), CommandTree.description(command))));
        CommandTree.options(fansync).forEach(option -> addNames(lines, option));
        lines.add("        }");
        for (CommandSpec command : commands) {
            lines.add("        " + quoted(command.name()) + " = @{");
            CommandTree.options(command).forEach(option -> addNames(lines, option));
            lines.add("        }");
        }
        lines.add("    }");
        lines.add("    $values = @{");
        commands.forEach(command -> addValues(lines, command));
        lines.add("    }");
        lines.addAll(ANSWER);
        return lines;
    }

    /** Long ones only: to PowerShell, the keys {@code -v} and {@code -V} are the same. */
    private static void addNames(List<String> lines, OptionSpec option) {
        Stream.of(option.names())
                .filter(name -> name.startsWith("--"))
                .forEach(name -> lines.add(entry(name, CommandTree.description(option))));
    }

    /** Of options after their name, of parameters after the command's. */
    private static void addValues(List<String> lines, CommandSpec command) {
        CommandTree.parameters(command)
                .forEach(parameter ->
                        addValues(lines, command.name() + " " + command.name(), CommandTree.values(parameter)));
        for (OptionSpec option : CommandTree.options(command)) {
            Stream.of(option.names())
                    .forEach(name -> addValues(lines, command.name() + " " + name, CommandTree.values(option)));
        }
    }

    private static void addValues(List<String> lines, String after, List<String> values) {
        if (!values.isEmpty()) {
            lines.add("        " + quoted(after) + " = "
                    + values.stream().map(PowerShellCompletion::quoted).collect(Collectors.joining(", ")));
        }
    }

    /** PowerShell refuses an empty description. */
    private static String entry(String name, String description) {
        return "            " + quoted(name) + " = " + quoted(description.isEmpty() ? name : description);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
