package io.fansync.cli;

import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import io.fansync.cli.BulkRun.Output;
import io.fansync.cli.CompletionCommand.Dialect;
import io.fansync.simulator.GraphSimulator.RetryAfterForm;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command line. */
@Command(
        name = "fansync",
        subcommands = CommandLine.HelpCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Fansync.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Syncs Microsoft Intune Exchange connectors, of many tenants at once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All connectors were accepted, or confirmed.",
            "1:A bug, or a machine that fails.",
            "2:What was typed or read cannot be used, or no credentials were given; nothing was sent.",
            "3:Finished, but some connectors failed or are unknown, or some tenants could not be signed in to.",
            "4:No tenant could be signed in to.",
            "5:Stopped by the deadline; can be resumed.",
            "7:All were accepted, and not all confirmed in time.",
            "130, 143:Interrupted by Ctrl-C or SIGTERM; can be resumed."
        },
        footer = {
            "",
            "Every option but those of jobs and simulate can be given in the environment, --graph-url as FANSYNC_GRAPH_URL,"
                    + " and in the configuration file, as graph-url."
        })
public final class Fansync {

    /** picocli would set its columns on no less. */
    private static final int NARROWEST = 55;

    private static final int WIDEST = 120;

    private Fansync() {}

    public static void main(String[] arguments) {
        Network network = new Network();
        int exitCode = commandLine(Shell.ofProcess(), network).execute(arguments);
        network.close();
        System.exit(exitCode);
    }

    static CommandLine commandLine(Shell shell, Connect connect) {
        CommandLine fansync = new CommandLine(new Fansync());
        addCommands(fansync, shell, connect);
        registerConverters(fansync);
        Settings settings = Settings.read(shell, fansync);
        return fansync.setExpandAtFiles(false)
                .setDefaultValueProvider(settings)
                .setOut(writer(shell.out()))
                .setErr(writer(shell.err()))
                .setColorScheme(Help.defaultColorScheme(shell.mayColor() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setHelpFactory((command, colors) -> help(shell, command, colors))
                .setParameterExceptionHandler((e, arguments) -> misused(shell, settings, e, arguments))
                .setExecutionStrategy(parsed -> printed(shell, execute(shell, settings, parsed)))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(shell, e));
    }

    /** As wide as the terminal, as far as that can be read. */
    private static Help help(Shell shell, CommandSpec command, Help.ColorScheme colors) {
        if (shell.terminal().out()) {
            int columns = shell.terminal().columns().getAsInt();
            command.usageMessage().width(Math.max(NARROWEST, Math.min(columns, WIDEST)));
        }
        return new Help(command, colors);
    }

    private static void addCommands(CommandLine fansync, Shell shell, Connect connect) {
        configured(fansync, new SyncCommand(shell, connect));
        configured(fansync, ResumeCommand.commandLine(shell, connect));
        fansync.addSubcommand(new JobsCommand(shell));
        configured(fansync, new ListCommand(shell, connect));
        configured(fansync, new LoginCommand(shell));
        configured(fansync, new LogoutCommand(shell));
        configured(fansync, new DoctorCommand(shell, connect));
        configured(fansync, new DemoCommand(shell, connect));
        fansync.addSubcommand(new SimulateCommand(shell))
                .addSubcommand(new CompletionCommand(shell))
                .addSubcommand(new ManCommand(shell));
        fansync.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    }

    /** A command for which the environment and the configuration file count. */
    private static void configured(CommandLine fansync, Object command) {
        CommandLine line = command instanceof CommandLine made ? made : new CommandLine(command);
        Settings.configure(line.getCommandSpec());
        fansync.addSubcommand(line);
    }

    private static int execute(Shell shell, Settings settings, ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (parsed.hasSubcommand() && !examinesSettings(parsed.subcommand().commandSpec())) {
            CommandSpec command = parsed.subcommand().commandSpec();
            try {
                settings.check(command, shell);
            } catch (BadInput e) {
                throw new ExecutionException(command.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        return new RunLast().execute(parsed);
    }

    private static boolean examinesSettings(CommandSpec command) {
        return command.userObject() instanceof DoctorCommand;
    }

    /** A script must not take for the whole answer what a full disk has cut off. */
    private static int printed(Shell shell, int exitCode) {
        boolean interrupted = exitCode >= Ending.INTERRUPTED.exitCode();
        if (interrupted || !shell.out().checkError()) {
            return exitCode;
        }
        shell.say("cannot write to stdout");
        return Ending.BROKEN.exitCode();
    }

    private static void registerConverters(CommandLine line) {
        line.registerConverter(int.class, OptionValue::number)
                .registerConverter(boolean.class, OptionValue::yesOrNo)
                .registerConverter(Duration.class, OptionValue::duration)
                .registerConverter(Path.class, OptionValue::path)
                .registerConverter(Quota.class, OptionValue::quota)
                .registerConverter(SyncType.class, OptionValue.choice(SyncType.class))
                .registerConverter(Output.class, OptionValue.choice(Output.class))
                .registerConverter(Target.Cloud.class, OptionValue.choice(Target.Cloud.class))
                .registerConverter(ProgressView.Style.class, OptionValue.choice(ProgressView.Style.class))
                .registerConverter(Dialect.class, OptionValue.choice(Dialect.class))
                .registerConverter(RetryAfterForm.class, OptionValue.choice(RetryAfterForm.class))
                .registerConverter(Display.ColorUse.class, OptionValue.choice(Display.ColorUse.class));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** What is set and cannot be used is for the doctor to tell. */
    private static int misused(Shell shell, Settings settings, ParameterException e, String[] arguments) {
        String why = Misuse.sentence(e, arguments, settings);
        return e.getCommandLine().getCommand() instanceof DoctorCommand doctor
                        && Misuse.setting(e, arguments, settings).isPresent()
                ? doctor.refuse(why)
                : refused(shell, why);
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

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"fansync " + number()};
        }

        static String number() {
            String version = Fansync.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
