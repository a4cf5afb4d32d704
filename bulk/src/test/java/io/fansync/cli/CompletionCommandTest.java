package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the shells take these scripts is tried on the packages. */
class CompletionCommandTest {

    private final FakeShell shell = new FakeShell();

    private List<String> script(String dialect) {
        assertThat(shell.run("completion", dialect)).isZero();
        return shell.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void knows_commands_options_and_values_and_nothing_that_is_hidden(String dialect) {
        assertThat(String.join("\n", script(dialect)))
                .contains("sync", "simulate", "graph-url", "us-gov-dod", "powershell")
                .doesNotContain("client-secret ", "client-secret'", "US_GOV");
    }

    @Test
    void the_manual_knows_them_too() {
        assertThat(shell.run("man")).isZero();

        assertThat(shell.out())
                .contains(".SS \"sync CONNECTOR...\"", "\\fB\\-\\-graph\\-url\\fR \\fIURL\\fR", "\\fB130, 143\\fR")
                .noneMatch(line -> line.contains("client\\-secret\\fR"))
                .noneMatch(line -> line.matches("[.'](?!TH|SH|SS|PP|TP|nf|fi|RS|RE|B |I ).*"));
    }

    /** To PowerShell, keys of a table that differ in their case are the same, and an error. */
    @Test
    void no_keys_of_a_powershell_table_differ_in_their_case_alone() {
        List<String> script = script("powershell");
        List<Integer> starts = IntStream.range(0, script.size())
                .filter(i -> script.get(i).endsWith("= @{"))
                .boxed()
                .toList();

        assertThat(starts)
                .hasSizeGreaterThan(5)
                .allSatisfy(start -> assertThat(script.stream()
                                .skip(start + 1)
                                .takeWhile(line -> line.contains(" = ") && !line.endsWith("@{"))
                                .map(line -> line.split(" = ")[0].toLowerCase(Locale.ROOT)))
                        .doesNotHaveDuplicates());
    }
}
