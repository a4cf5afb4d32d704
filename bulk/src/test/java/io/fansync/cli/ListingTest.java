package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ListingTest {

    @Test
    void is_handed_over_on_a_thread_that_may_block() {
        ConnectorDirectory directory =
                new Pages(tenant -> Flux.<ConnectorDetails>empty().publishOn(Schedulers.parallel()));

        StepVerifier.create(Listing.of(directory, List.of("contoso.com"))
                        .map(listing -> Schedulers.isInNonBlockingThread()))
                .expectNext(false)
                .verifyComplete();
    }

    @Test
    void a_tenant_of_which_nothing_comes_is_given_up_and_holds_up_no_other() {
        ConnectorDirectory directory = new Pages(tenant -> tenant.equals("mute.example") ? Flux.never() : Flux.empty());

        StepVerifier.withVirtualTime(() -> Listing.of(directory, List.of("mute.example", "contoso.com")))
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(5).minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .assertNext(mute -> {
                    assertThat(mute.failure()).containsInstanceOf(Unavailable.class);
                    assertThat(mute.complaint())
                            .hasValueSatisfying(said ->
                                    assertThat(said).startsWith("cannot list mute.example: nothing came for 5 min"));
                })
                .assertNext(other -> assertThat(other.failure()).isEmpty())
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }
}
