package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import io.fansync.cli.BulkRun.Output;
import io.fansync.simulator.GraphSimulator.RetryAfterForm;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "fansync",
        subcommands = CommandLine.HelpCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Fansync.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Syncs Microsoft Intune Exchange connectors, of many tenants at once.",
        footer = {"", "Every option can be given in the environment: --graph-url as FANSYNC_GRAPH_URL."})
public final class Fansync {

    private Fansync() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(Shell.ofProcess(), ConnectorClient::create).execute(arguments));
    }

    static CommandLine commandLine(Shell shell, SyncCommand.Connect connect) {
        CommandLine sync = new CommandLine(new SyncCommand(shell, connect));
        Refusals.addOptions(sync.getCommandSpec());
        CommandLine fansync = new CommandLine(new Fansync())
                .addSubcommand(sync)
                .addSubcommand(new LoginCommand(shell))
                .addSubcommand(new LogoutCommand(shell))
                .addSubcommand(new SimulateCommand(shell))
                .addSubcommand(new DemoCommand(shell, connect));
        Refusals.addCommands(fansync);
        registerConverters(fansync);
        return fansync.setExpandAtFiles(false)
                .setDefaultValueProvider(new EnvironmentDefaults(shell.environment()))
                .setOut(writer(shell.out()))
                .setErr(writer(shell.err()))
                .setColorScheme(Help.defaultColorScheme(shell.terminal().out() ? Help.Ansi.AUTO : Help.Ansi.OFF))
                .setParameterExceptionHandler((e, arguments) -> refused(shell, sentence(e, arguments)))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(shell, e));
    }

    private static void registerConverters(CommandLine line) {
        line.registerConverter(Duration.class, OptionValue::duration)
                .registerConverter(Quota.class, OptionValue::quota)
                .registerConverter(SyncType.class, OptionValue.choice(SyncType.class))
                .registerConverter(Output.class, OptionValue.choice(Output.class))
                .registerConverter(Target.Cloud.class, OptionValue.choice(Target.Cloud.class))
                .registerConverter(ProgressView.Style.class, OptionValue.choice(ProgressView.Style.class))
                .registerConverter(RetryAfterForm.class, OptionValue.choice(RetryAfterForm.class))
                .registerConverter(Display.ColorUse.class, OptionValue.choice(Display.ColorUse.class));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int refused(Shell shell, String why) {
        shell.say(why);
        return Ending.REFUSED.exitCode();
    }

    private static int failed(Shell shell, Exception e) {
        if (e instanceof BadInput) {
            return refused(shell, String.valueOf(e.getMessage()));
        }
        if (e instanceof UncheckedIOException) {
            shell.say(String.valueOf(e.getMessage()));
        } else {
            shell.say("this is a bug, please report it with the lines that follow");
            e.printStackTrace(shell.err());
        }
        return Ending.BROKEN.exitCode();
    }

    /** What is wrong with the arguments; an unknown one is named without its value, which may be a secret. */
    private static String sentence(ParameterException e, String[] arguments) {
        String help = "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().get(0).split("=", 2)[0];
            return "unknown " + (argument.startsWith("-") ? "option " : "command ") + argument + help;
        }
        String variable = e.getArgSpec() instanceof OptionSpec option && !isTyped(option, arguments)
                ? " (from " + EnvironmentDefaults.variable(option) + ")"
                : "";
        return e.getMessage() + variable + help;
    }

    private static boolean isTyped(OptionSpec option, String[] arguments) {
        return Stream.of(arguments).anyMatch(argument -> List.of(option.names()).contains(argument.split("=", 2)[0]));
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Fansync.class.getPackage().getImplementationVersion();
            return new String[] {"fansync " + (version == null ? "(not packaged)" : version)};
        }
    }
}
