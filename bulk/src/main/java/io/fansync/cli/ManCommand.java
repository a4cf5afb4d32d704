package io.fansync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "man", mixinStandardHelpOptions = true, description = "Prints the manual page: fansync man | man -l -")
final class ManCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    private CommandSpec command = CommandSpec.create();

    ManCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        new ManPage(command.root()).lines().forEach(line -> shell.out().print(line + "\n"));
        return Ending.ACCEPTED.exitCode();
    }
}
