package io.fansync.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RecipesTest {

    private static final Connector ONE = new Connector("contoso.com", "one");
    private static final ConnectorClient FAKE = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

    private final Recipes recipes = new Recipes(FAKE, BulkSync.over(FAKE));

    @Test
    void a_thread_that_may_block_does() {
        assertThat(recipes.onVirtualThread(ONE).connector()).isEqualTo(ONE);
    }

    @Test
    void a_uni_and_a_multi_are_as_cold_as_what_they_are_made_of() {
        assertThat(recipes.uni(ONE).await().indefinitely().connector()).isEqualTo(ONE);
        assertThat(recipes.multi(Flux.just(ONE)).collect().asList().await().indefinitely())
                .hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void a_controller_returns_the_mono_itself() {
        assertThat(new MicronautConnectors(BulkSync.over(FAKE))
                        .sync("contoso.com", "one")
                        .block())
                .isNotNull();
    }

    @Test
    void what_observes_is_put_together_in_four_lines() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Recipes observed = Recipes.observed(TokenSource.fixed("token"), ObservationRegistry.create(), meters);

        assertThat(observed.bulk().sync(Flux.empty(), SyncType.FULL).count().block())
                .isZero();
        assertThat(meters.get("fansync.quota.use").gauge().value()).isZero();
        observed.client().close();
    }
}
