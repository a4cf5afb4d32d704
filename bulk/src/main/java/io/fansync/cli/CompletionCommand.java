package io.fansync.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script by which a shell completes commands, options and their values.",
            "In bash and zsh: source <(fansync completion bash). In fish: fansync completion fish | source. In PowerShell:"
                    + " fansync completion powershell | Out-String | Invoke-Expression."
        })
final class CompletionCommand implements Callable<Integer> {

    enum Dialect {
        BASH,
        ZSH,
        FISH,
        POWERSHELL
    }

    private final Shell shell;

    @Parameters(paramLabel = "bash|zsh|fish|powershell", description = "The shell.")
    private Dialect dialect = Dialect.BASH;

    @Spec
    private CommandSpec command = CommandSpec.create();

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        script(command.root()).forEach(line -> shell.out().print(line + "\n"));
        return Ending.ACCEPTED.exitCode();
    }

    private List<String> script(CommandSpec fansync) {
        return switch (dialect) {
            case BASH, ZSH -> bash(fansync);
            case FISH -> FishCompletion.lines(fansync);
            case POWERSHELL -> PowerShellCompletion.lines(fansync);
        };
    }

    /** picocli's script serves zsh as well. It takes an enum's constants for what is to be typed, unless told otherwise. */
    private static List<String> bash(CommandSpec fansync) {
        fansync.subcommands().values().stream().map(CommandLine::getCommandSpec).forEach(spec -> {
            List.copyOf(spec.args()).stream()
                    .filter(argument -> !CommandTree.values(argument).isEmpty())
                    .forEach(argument -> spec.remove(argument).add(spelledOut(argument)));
        });
        return AutoComplete.bash("fansync", fansync.commandLine()).lines().toList();
    }

    private static ArgSpec spelledOut(ArgSpec argument) {
        List<String> values = CommandTree.values(argument);
        return argument instanceof OptionSpec option
                ? OptionSpec.builder(option).completionCandidates(values).build()
                : PositionalParamSpec.builder((PositionalParamSpec) argument)
                        .completionCandidates(values)
                        .build();
    }
}
