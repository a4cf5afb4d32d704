package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);
    private final StatusLine line = new StatusLine(terminal);

    private void assertScreen(String expected) {
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void is_written_over() {
        line.show("12345");
        line.show("123");
        line.end();

        assertScreen("\r12345\r123  \n");
    }

    @Test
    void makes_room_for_what_is_printed_meanwhile() {
        line.show("12345");
        line.above(() -> terminal.println("row"));

        assertScreen("\r12345\r     \rrow\n\r12345");
    }

    @Test
    void makes_room_for_whole_lines_of_others() {
        PrintStream err = line.guarded();
        line.show("1");
        err.print("a warn");
        err.println("ing");

        assertScreen("\r1\r \ra warning\n\r1");
    }

    @Test
    void leaves_no_trace_if_never_shown() {
        line.guarded().println("warning");
        line.end();

        assertScreen("warning\n");
    }
}
