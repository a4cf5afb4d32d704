package io.fansync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, in the macros of <a href="https://man7.org/linux/man-pages/man7/man.7.html">man(7)</a>. */
final class ManPage {

    private final CommandSpec fansync;
    private final List<String> lines = new ArrayList<>();

    ManPage(CommandSpec fansync) {
        this.fansync = fansync;
    }

    List<String> lines() {
        lines.clear();
        lines.add(".TH FANSYNC 1 \"\" \"" + fansync.version()[0] + "\" \"User commands\"");
        section("NAME", "fansync - syncs Microsoft Intune Exchange connectors");
        lines.add(".SH SYNOPSIS");
        lines.add(".B fansync");
        lines.add(".I COMMAND");
        lines.add("[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...");
        section("DESCRIPTION", fansync.usageMessage().description());
        text("Results go to the standard output, everything else to the standard error.");
        lines.add(".SH COMMANDS");
        CommandTree.commands(fansync).forEach(this::command);
        settings();
        lines.add(".SH EXIT STATUS");
        fansync.usageMessage().exitCodeList().forEach((code, meaning) -> item("\\fB" + code + "\\fR", meaning));
        examples();
        return List.copyOf(lines);
    }

    private void command(CommandSpec command) {
        lines.add(".SS \"" + command.name() + parameters(command) + "\"");
        Stream.of(command.usageMessage().description())
                .map(paragraph -> paragraph.replace("%n", ""))
                .forEach(this::text);
        for (PositionalParamSpec parameter : CommandTree.parameters(command)) {
            item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", CommandTree.description(parameter));
        }
        CommandTree.options(command).stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> item(names(option), CommandTree.description(option)));
    }

    private static String parameters(CommandSpec command) {
        return CommandTree.parameters(command).stream()
                .map(parameter -> " " + parameter.paramLabel() + (parameter.isMultiValue() ? "..." : ""))
                .collect(Collectors.joining());
    }

    private static String names(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return CommandTree.takesValue(option) ? names + " \\fI" + escaped(option.paramLabel()) + "\\fR" : names;
    }

    private void settings() {
        lines.add(".SH ENVIRONMENT AND FILES");
        item(
                "\\fBFANSYNC_\\fIOPTION\\fR",
                "The value of an option that the command line leaves out: --graph-url is FANSYNC_GRAPH_URL. Not for jobs and"
                        + " simulate.");
        item(
                "\\fI$XDG_CONFIG_HOME/fansync/config.properties\\fR",
                "The values of options that the environment leaves out, too: lines graph-url=URL. Those of a profile are"
                        + " lines profile.NAME.graph-url=URL, and hold where --profile NAME is given. XDG_CONFIG_HOME is"
                        + " ~/.config by default.");
        item("\\fI$XDG_STATE_HOME/fansync\\fR", "Jobs and sign-ins. XDG_STATE_HOME is ~/.local/state by default.");
        item("\\fBNO_COLOR\\fR", "If set, nothing is coloured.");
        item("\\fBHTTPS_PROXY\\fR, \\fBNO_PROXY\\fR", "The proxy, and what is reached without it.");
        item("\\fBFANSYNC_JAVA_OPTS\\fR", "Options of the Java virtual machine, for the launcher.");
    }

    private void examples() {
        lines.add(".SH EXAMPLES");
        text("Every connector of two tenants, as an application:");
        code("fansync sync --all --tenant contoso.com --tenant fabrikam.com --client-id ID --client-secret-file FILE");
        text("Those of a list, with a row of the outcome for each:");
        code("fansync sync --ids connectors.csv --token-file tokens.json --results results.csv");
    }

    private void section(String title, String... paragraphs) {
        lines.add(".SH " + title);
        Stream.of(paragraphs).forEach(this::text);
    }

    private void text(String paragraph) {
        lines.add(".PP");
        lines.add(escaped(paragraph));
    }

    private void item(String tag, String text) {
        lines.add(".TP");
        lines.add(tag);
        lines.add(escaped(text));
    }

    private void code(String line) {
        lines.addAll(List.of(".PP", ".nf", ".RS", escaped(line), ".RE", ".fi"));
    }

    /** A hyphen is to be a hyphen, that can be copied; a dot or a quote at the beginning is no macro. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
