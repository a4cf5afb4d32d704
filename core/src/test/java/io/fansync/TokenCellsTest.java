package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class TokenCellsTest {

    private final TokenCells<Integer> cells = new TokenCells<>();

    @Test
    void a_key_keeps_its_cell_while_its_token_lasts() {
        AtomicInteger signIns = new AtomicInteger();

        for (int i = 0; i < 100_000; i++) {
            cells.get(7, lasting(Duration.ofHours(1), signIns)).token("").block();
            cells.get(i + 8, lasting(Duration.ZERO, new AtomicInteger()))
                    .token("")
                    .block();
        }

        assertThat(signIns).hasValue(1);
    }

    @Test
    void keys_that_are_done_with_take_no_memory() {
        for (int i = 0; i < 100_000; i++) {
            cells.get(i, lasting(Duration.ZERO, new AtomicInteger())).token("").block();
        }

        assertThat(cells.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void any_number_of_keys_may_be_in_use() {
        for (int i = 0; i < 5_000; i++) {
            cells.get(i, lasting(Duration.ofHours(1), new AtomicInteger()))
                    .token("")
                    .block();
        }

        assertThat(cells.size()).isEqualTo(5_000);
    }

    private static Function<String, Mono<Grant>> lasting(Duration lifetime, AtomicInteger signIns) {
        return claims -> Mono.fromSupplier(() -> {
            signIns.incrementAndGet();
            Instant end = Instant.now().plus(lifetime);
            return new Grant(new AccessToken("token", end), end);
        });
    }
}
