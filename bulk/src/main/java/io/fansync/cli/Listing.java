package io.fansync.cli;

import io.fansync.Backoff;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The connectors that Graph lists for one tenant.
 *
 * @param failure why there are none, if they could not be listed
 */
record Listing(String tenant, List<ConnectorDetails> connectors, Optional<SyncException> failure) {

    private static final int TENANTS_AT_ONCE = 16;

    /** More than a sign-in, a connection and an answer may take: who waits so long waits for ever. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Of each tenant, in that order, on a thread that may block. A tenant that cannot be listed holds up no other. */
    static Flux<Listing> of(ConnectorDirectory directory, Collection<String> tenants) {
        return Flux.fromIterable(tenants)
                .flatMapSequential(tenant -> of(directory, tenant), TENANTS_AT_ONCE)
                .publishOn(Schedulers.boundedElastic());
    }

    private static Mono<Listing> of(ConnectorDirectory directory, String tenant) {
        return directory
                .list(tenant)
                .timeout(PATIENCE)
                .collectList()
                .retryWhen(Backoff.standard())
                .map(connectors -> new Listing(tenant, connectors, Optional.empty()))
                .onErrorMap(TimeoutException.class, Listing::givenUp)
                .onErrorResume(SyncException.class, e -> Mono.just(new Listing(tenant, List.of(), Optional.of(e))));
    }

    private static SyncException givenUp(TimeoutException late) {
        return new Unavailable(
                "nothing came for " + Prose.time(PATIENCE)
                        + ", neither a token nor a page of Graph's. Run 'fansync doctor' to see which, then try again.",
                true,
                late);
    }

    /** Why there are none, and what to do about it. */
    Optional<String> complaint() {
        return failure.map(e -> String.valueOf(e.getMessage()))
                .map(why -> "cannot list " + (why.startsWith(tenant) ? why : tenant + ": " + why));
    }

    Listing withoutConnectors() {
        return new Listing(tenant, List.of(), failure);
    }

    /** What becomes of a command that needed all of them. */
    static Ending ending(Collection<Listing> listings) {
        List<SyncException> failures =
                listings.stream().flatMap(listing -> listing.failure.stream()).toList();
        boolean nowhere =
                failures.size() == listings.size() && failures.stream().allMatch(Listing::isSignIn);
        return failures.isEmpty() ? Ending.ACCEPTED : nowhere ? Ending.NOT_SIGNED_IN : Ending.FAILED;
    }

    private static boolean isSignIn(SyncException failure) {
        return failure instanceof SyncException.Denied denied && denied.signIn();
    }
}
