package io.fansync.cli;

import io.fansync.AccessToken;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncException;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Tries whether Graph can be reached, and each tenant signed in to and listed. */
final class Examination {

    /** For any answer at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GraphCloud cloud;

    Examination(GraphCloud cloud) {
        this.cloud = cloud;
    }

    /** Whatever it answers, it answers. */
    Mono<Finding> graph(HttpClient http) {
        return reach("Graph", cloud.graph().resolve("/v1.0/"), http);
    }

    Mono<Finding> login(HttpClient http, String tenant) {
        return reach(
                "sign-in", URI.create(cloud.login() + "/" + tenant + "/v2.0/.well-known/openid-configuration"), http);
    }

    private static Mono<Finding> reach(String what, URI uri, HttpClient http) {
        String host = uri.getScheme() + "://" + uri.getRawAuthority();
        return http.get()
                .uri(uri)
                .response()
                .timeout(PATIENCE, Mono.error(() -> new TimeoutException("nothing came for " + Prose.time(PATIENCE))))
                .elapsed()
                .map(answer -> Finding.ok(
                        what,
                        host + " answered " + answer.getT2().status().code() + " in "
                                + Prose.time(Duration.ofMillis(answer.getT1()))))
                .onErrorResume(e -> Mono.just(Finding.problem(what, host + " cannot be reached: " + e.getMessage())));
    }

    Flux<Finding> tenant(String tenant, TokenSource tokens, ConnectorDirectory directory) {
        return tokens.token(new TokenRequest(cloud, tenant))
                .timeout(Listing.PATIENCE, late())
                .flatMapMany(token ->
                        Flux.concat(Flux.fromStream(() -> token(tenant, token)), connectors(tenant, directory)))
                .onErrorResume(e -> Mono.just(Finding.problem(tenant, "no token: " + e.getMessage())));
    }

    private static <T> Mono<T> late() {
        return Mono.error(
                () -> new SyncException.Unavailable("nothing came for " + Prose.time(Listing.PATIENCE), true));
    }

    private Stream<Finding> token(String tenant, AccessToken token) {
        return TokenClaims.of(token.value())
                .map(claims -> Stream.concat(
                        Stream.of(Finding.ok(tenant, "token: " + claims.line())),
                        claims.problems(cloud, tenant, Instant.now()).stream()
                                .map(problem -> Finding.problem(tenant, "the token " + problem))))
                .orElseGet(() -> Stream.of(Finding.note(tenant, "a token, of a form that only Graph can read")));
    }

    private static Mono<Finding> connectors(String tenant, ConnectorDirectory directory) {
        return directory
                .list(tenant)
                .timeout(Listing.PATIENCE, late())
                .collectList()
                .map(connectors -> Finding.ok(tenant, counted(connectors)))
                .onErrorResume(
                        SyncException.class, e -> Mono.just(Finding.problem(tenant, String.valueOf(e.getMessage()))));
    }

    private static String counted(List<ConnectorDetails> connectors) {
        String states = connectors.stream()
                .collect(Collectors.groupingBy(ConnectorDetails::status, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(state -> Prose.count(state.getValue()) + " " + OptionValue.name(state.getKey()))
                .collect(Collectors.joining(", "));
        return Prose.count(connectors.size(), "connector") + (states.isEmpty() ? "" : ": " + states);
    }
}
