package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdSetTest {

    private final IdSet ids = new IdSet();

    @Test
    void keeps_each_id_once_in_the_order_they_came() {
        Random random = new Random(7);
        Set<String> expected = new LinkedHashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String id = "ü" + Integer.toString(random.nextInt(10_000), 36);

            assertThat(ids.add(id)).isEqualTo(expected.add(id));
        }

        assertThat(ids.size()).isEqualTo(expected.size());
        assertThat(ids.left()).containsExactlyElementsOf(expected);
    }

    @Test
    void tells_apart_ids_whose_hashes_are_the_same() {
        assertThat(ids.add("Aa")).isTrue();
        assertThat(ids.add("BB")).isTrue();
        assertThat(ids.add("BB")).isFalse();
    }

    @Test
    void knows_which_have_no_outcome() {
        ids.add("1");
        ids.add("2");
        ids.add("3");

        ids.settle("2");

        assertThat(ids.left()).containsExactly("1", "3");
    }
}
