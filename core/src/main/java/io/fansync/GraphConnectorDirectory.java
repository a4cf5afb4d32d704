package io.fansync;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads connectors over HTTP. */
final class GraphConnectorDirectory implements ConnectorDirectory {

    private final GraphTransport graph;

    GraphConnectorDirectory(GraphTransport graph) {
        this.graph = graph;
    }

    @Override
    public Flux<ConnectorDetails> list(String tenant) {
        String owner = Connector.checkedTenant(tenant);
        return Flux.defer(() -> new Walk(owner).connectors());
    }

    @Override
    public Mono<ConnectorDetails> get(Connector connector) {
        String tenant = connector.tenant();
        return graph.ask(GraphCall.get(
                tenant,
                connector.id(),
                graph.path(ConnectorPath.of(connector.id())),
                (trace, body, token) -> ConnectorJson.one(tenant, body)));
    }

    @Override
    public void close() {
        graph.close();
    }

    /** One subscription's way through the pages. */
    private final class Walk {

        private final String tenant;
        private final Set<URI> visited = new HashSet<>();
        private URI here = graph.uri(ConnectorPath.ALL);
        private String nextLink = here.toString();

        Walk(String tenant) {
            this.tenant = tenant;
        }

        /** Before each page goes an empty element, which needs demand to pass: only then is the page fetched. */
        Flux<ConnectorDetails> connectors() {
            Mono<Optional<ConnectorDetails>> gate = Mono.just(Optional.empty());
            Flux<Optional<ConnectorDetails>> page = Mono.defer(this::next)
                    .flatMapIterable(ConnectorPage::connectors)
                    .map(Optional::of);
            return gate.concatWith(page)
                    .repeat(() -> !nextLink.isEmpty())
                    .filter(Optional::isPresent)
                    .map(Optional::get);
        }

        private Mono<ConnectorPage> next() {
            try {
                here = here.resolve(ConnectorPath.encoded(nextLink));
            } catch (IllegalArgumentException malformed) {
                return refused("the link to the next page is not a URL");
            }
            if (!graph.isAt(here)) {
                return refused(graph.astray(here));
            }
            return visited.add(here) ? fetch() : refused("the links from page to page lead in a circle");
        }

        private Mono<ConnectorPage> fetch() {
            return graph.ask(GraphCall.get(
                            tenant, "", pathOf(here), (trace, body, token) -> ConnectorJson.page(tenant, body)))
                    .doOnNext(page -> nextLink = page.nextLink());
        }

        private static String pathOf(URI uri) {
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        }

        private Mono<ConnectorPage> refused(String detail) {
            return Mono.error(() -> TransportErrors.rejected(tenant, SyncAnswer.Trace.NONE, detail));
        }
    }
}
