package io.fansync.cli;

import io.fansync.Backoff;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The connectors that Graph lists for one tenant.
 *
 * @param failure why there are none, if they could not be listed
 */
record Listing(String tenant, List<ConnectorDetails> connectors, Optional<SyncException> failure) {

    private static final int TENANTS_AT_ONCE = 16;

    /** Of each tenant, in that order. A tenant that cannot be listed holds up no other. */
    static Flux<Listing> of(ConnectorDirectory directory, Collection<String> tenants) {
        return Flux.fromIterable(tenants)
                .flatMapSequential(
                        tenant -> directory
                                .list(tenant)
                                .collectList()
                                .retryWhen(Backoff.standard())
                                .map(connectors -> new Listing(tenant, connectors, Optional.empty()))
                                .onErrorResume(
                                        SyncException.class,
                                        e -> Mono.just(new Listing(tenant, List.of(), Optional.of(e)))),
                        TENANTS_AT_ONCE);
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
