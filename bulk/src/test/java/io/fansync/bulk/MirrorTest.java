package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MirrorTest {

    private final Mirror mirror = new Mirror(1_000);

    @Test
    void counts_what_was_added_in_the_last_window() {
        mirror.add(0);
        mirror.add(400);
        mirror.add(900);

        assertThat(mirror.used(999)).isEqualTo(3);
        assertThat(mirror.used(1_000)).isEqualTo(2);
        assertThat(mirror.used(1_400)).isEqualTo(1);
        assertThat(mirror.used(1_900)).isZero();
    }

    @Test
    void tells_when_fewer_than_the_limit_will_be_left() {
        mirror.add(0);
        mirror.add(400);
        mirror.add(900);

        assertThat(mirror.roomAt(3, 950)).isEqualTo(1_000);
        assertThat(mirror.roomAt(2, 950)).isEqualTo(1_400);
        assertThat(mirror.roomAt(1, 950)).isEqualTo(1_900);
    }

    @Test
    void tells_when_each_of_those_to_come_will_find_room() {
        mirror.add(0);
        mirror.add(400);

        assertThat(mirror.nthRoomAt(1, 3, 0, 500)).isEqualTo(500);
        assertThat(mirror.nthRoomAt(2, 3, 0, 500)).isEqualTo(1_000);
        assertThat(mirror.nthRoomAt(3, 3, 0, 500)).isEqualTo(1_400);
        assertThat(mirror.nthRoomAt(4, 3, 0, 500)).isEqualTo(1_500);
        assertThat(mirror.nthRoomAt(8, 3, 0, 500)).isEqualTo(3_000);
        assertThat(mirror.nthRoomAt(2, 3, 0, 1_200)).isEqualTo(1_200);
        assertThat(mirror.nthRoomAt(3, 3, 1, 500)).isEqualTo(1_500);
    }

    @Test
    void room_beyond_all_time_is_never() {
        assertThat(mirror.nthRoomAt(Long.MAX_VALUE, 1, 0, 500)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void has_room_now_where_fewer_are_counted() {
        mirror.add(0);

        assertThat(mirror.roomAt(2, 500)).isEqualTo(500);
        assertThat(mirror.roomAt(1, 1_200)).isEqualTo(1_200);
    }

    @Test
    void never_has_room_below_a_limit_of_one() {
        mirror.add(0);

        assertThat(mirror.roomAt(0, 500)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void never_counts_too_few_and_stays_small_however_many_there_are() {
        long window = 1_000_000;
        Mirror coarse = new Mirror(window);
        Deque<Long> exact = new ArrayDeque<>();
        SplittableRandom random = new SplittableRandom(1);
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextLong(300);
            coarse.add(now);
            exact.addLast(now);
            while (exact.element() + window <= now) {
                exact.remove();
            }
            assertThat(coarse.used(now)).isBetween(exact.size(), exact.size() + exact.size() / 100 + 10);
        }
        assertThat(coarse.capacity()).isLessThanOrEqualTo(2_048);
    }
}
