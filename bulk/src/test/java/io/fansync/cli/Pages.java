package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists for each tenant what the function says. */
record Pages(Function<String, Flux<ConnectorDetails>> of) implements ConnectorDirectory {

    @Override
    public Flux<ConnectorDetails> list(String tenant) {
        return of.apply(tenant);
    }

    @Override
    public Mono<ConnectorDetails> get(Connector connector) {
        throw new UnsupportedOperationException();
    }
}
