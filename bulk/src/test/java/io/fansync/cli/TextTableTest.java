package io.fansync.cli;

import static io.fansync.cli.TextTable.right;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void has_columns_as_wide_as_they_have_to_be_with_numbers_to_the_right() {
        assertThat(new TextTable()
                        .row("tenant", right("connectors"), "state")
                        .row("a.com", 1_000, "done")
                        .lines())
                .containsExactly("tenant  connectors  state", "a.com        1,000  done");
    }

    @Test
    void reads_each_cell_a_few_times_however_many_rows_there_are() {
        AtomicInteger reads = new AtomicInteger();
        Object cell = new Object() {
            @Override
            public String toString() {
                reads.incrementAndGet();
                return "cell";
            }
        };
        TextTable table = new TextTable();
        for (int i = 0; i < 1_000; i++) {
            table.row(cell);
        }

        assertThat(table.lines()).hasSize(1_000);
        assertThat(reads).hasValueLessThanOrEqualTo(3_000);
    }
}
