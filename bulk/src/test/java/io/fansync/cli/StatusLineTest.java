package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
    private final StatusLine line = new StatusLine(terminal, true);

    private void assertScreen(String expected) {
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void is_written_over_from_its_beginning() {
        line.show("12345");
        line.show("123");
        line.end();

        assertScreen("12345\u001b[J\r123\u001b[J\r\n");
    }

    @Test
    void makes_room_for_what_is_printed_meanwhile() {
        line.show("12345");
        line.above(() -> terminal.println("row"));

        assertScreen("12345\u001b[J\r\u001b[Jrow\n12345\u001b[J\r");
    }

    @Test
    void makes_room_for_whole_lines_of_others() {
        PrintStream err = line.guarded();
        line.show("1");
        err.print("a warn");
        err.println("ing");

        assertScreen("1\u001b[J\r\u001b[Ja warning\n1\u001b[J\r");
    }

    @Test
    void is_written_over_with_blanks_where_the_terminal_cannot_erase() {
        StatusLine plain = new StatusLine(terminal, false);
        plain.show("12345");
        plain.show("123");
        plain.above(() -> terminal.println("row"));
        plain.end();

        assertScreen("12345\r123  \r   \rrow\n123\r\n");
    }

    @Test
    void leaves_no_trace_if_never_shown() {
        line.guarded().println("warning");
        line.end();

        assertScreen("warning\n");
    }

    @Test
    void shows_nothing_after_its_end() {
        line.end();
        line.show("late");

        assertScreen("");
    }
}
