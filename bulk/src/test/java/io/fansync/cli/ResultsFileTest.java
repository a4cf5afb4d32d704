package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFileTest {

    private static final ResultRow ROW =
            new ResultRow(Outcomes.accepted("contoso.com", "2"), SyncType.DELTA, "nightly");

    @TempDir
    private Path directory;

    private List<String> goneOn(Path path) throws IOException {
        try (ResultsFile file = ResultsFile.open(path, true)) {
            file.write(ROW);
        }
        return Files.readAllLines(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void goes_on_with_a_line_of_its_own_though_the_last_was_torn(String end) throws IOException {
        Path json = Files.writeString(directory.resolve("rows.jsonl"), "{\"v\":1}\n{\"v\":1,\"ten" + end);
        Path csv = Files.writeString(directory.resolve("rows.csv"), "v,job,tenant\n1,nightly,contoso.c" + end);

        assertThat(goneOn(json)).containsExactly("{\"v\":1}", "{\"v\":1,\"ten", ROW.json());
        assertThat(goneOn(csv)).containsExactly("v,job,tenant", "1,nightly,contoso.c", ROW.csv());
    }

    @Test
    void begins_a_csv_that_is_not_there_or_empty_with_its_header() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.csv"));

        assertThat(goneOn(empty)).containsExactly("\uFEFF" + ResultRow.csvHeader(), ROW.csv());
        assertThat(goneOn(directory.resolve("new.csv"))).isEqualTo(Files.readAllLines(empty));
    }
}
