package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    private static final int COLUMNS = 60;

    private final FakeShell shell = new FakeShell();

    @BeforeEach
    void stand_before_a_terminal() {
        shell.terminal = new Terminal(true, true, true, COLUMNS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "help", "sync --help", "help sync", "doctor -h", "login --help", "simulate --help"})
    void fits_the_terminal(String arguments) {
        shell.environment.put("NO_COLOR", "1");

        assertThat(shell.run(arguments.split(" "))).isZero();

        assertThat(shell.out()).hasSizeGreaterThan(5).allMatch(line -> line.length() <= COLUMNS);
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs --help", "simulate --help"})
    void tells_which_commands_take_their_options_from_the_command_line_alone(String arguments) {
        shell.terminal = Terminal.NONE;

        shell.run(arguments.split(" "));

        assertThat(shell.out())
                .last()
                .isEqualTo("Nothing of this can be given in the environment or in the configuration file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "sync -V", "jobs --version", "man -V"})
    void every_command_tells_the_version(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isZero();

        assertThat(shell.out()).containsExactly("fansync (not packaged)");
    }

    @Test
    void is_coloured_where_that_is_welcome() {
        shell.run("--help");

        assertThat(shell.out()).anyMatch(line -> line.contains("\u001b["));
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR, 1", "TERM, dumb"})
    void and_nowhere_else(String variable, String value) {
        shell.environment.put(variable, value);

        shell.run("--help");

        assertThat(shell.out()).noneMatch(line -> line.contains("\u001b["));
    }
}
