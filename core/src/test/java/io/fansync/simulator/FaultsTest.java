package io.fansync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void come_as_often_as_told_and_never_as_a_429() {
        Faults faults = new Faults(20, new Random(0));

        Map<Integer, Integer> statuses = new HashMap<>();
        IntStream.range(0, 10_000).forEach(i -> {
            Answer answer = faults.forRequest();
            statuses.merge(answer.isNormal() ? 204 : answer.status(), 1, Integer::sum);
        });

        assertThat(statuses).containsOnlyKeys(204, 500, 503, 504, 0);
        assertThat(statuses.get(204)).isBetween(7_800, 8_200);
    }

    @Test
    void leave_a_batch_its_connection() {
        Faults faults = new Faults(100, new Random(0));

        assertThat(IntStream.range(0, 1_000).map(i -> faults.forItem().status()))
                .containsOnly(500, 503, 504);
    }

    @Test
    void strike_before_and_after_the_work_with_and_without_an_answer() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().connectors(300).noQuota().faults(100).start()) {
            Caller caller = Caller.of(graph);
            int answered = 0;
            for (Connector connector : graph.connectors()) {
                try {
                    assertThat(caller.sync(connector).statusCode()).isIn(500, 503, 504);
                    answered++;
                } catch (UncheckedIOException cut) {
                    assertThat(cut).hasMessageNotContaining("refused");
                }
            }

            assertThat(answered).isBetween(180, 270);
            assertThat(graph.synced()).hasSizeBetween(100, 200);
        }
    }
}
