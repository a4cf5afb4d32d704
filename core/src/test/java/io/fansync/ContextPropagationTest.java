package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.ContextView;

/** What the subscriber has in its Reactor Context, or in its thread's MDC, is there on every thread that a sync comes by. */
class ContextPropagationTest {

    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(1).connectors(3).start();
    private final Connector connector = graph.connectors().get(0);
    private final TokenSource signingIn = TokenSource.msal(
            "11111111-2222-3333-4444-555555555555",
            ClientCredentialFactory.createFromSecret("secret"),
            LoginHttp.of(graph));
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void mdc_is_a_context() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
        MDC.put("trace", "4bf92f35");
    }

    @AfterEach
    void close() {
        Hooks.disableAutomaticContextPropagation();
        ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
        MDC.clear();
        graph.close();
    }

    private Mono<AccessToken> token(TokenRequest request) {
        return Mono.deferContextual(context -> {
            note(context);
            return signingIn.token(request).doOnNext(token -> note(context));
        });
    }

    private void note(ContextView context) {
        threads.add(Thread.currentThread().getName());
        seen.add(context.getOrDefault("order", "none") + " " + MDC.get("trace"));
    }

    private void sync() {
        graph.script(connector, Answer.retryAfter("1"));
        try (ConnectorClient client = ConnectorClient.create(graph.cloud(), this::token)) {
            StepVerifier.create(client.sync(connector, SyncType.FULL)
                            .retryWhen(Backoff.standard())
                            .flatMap(receipt -> Mono.deferContextual(context -> {
                                note(context);
                                return Mono.just(receipt);
                            }))
                            .contextWrite(context -> context.put("order", "42"))
                            .contextCapture())
                    .expectNextCount(1)
                    .verifyComplete();
        }
    }

    @Test
    void with_automatic_propagation_the_mdc_is_there_before_and_after_each_hop() {
        Hooks.enableAutomaticContextPropagation();

        sync();

        assertThat(seen).hasSize(5).containsOnly("42 4bf92f35");
        assertThat(threads).anyMatch(thread -> thread.startsWith(SignInThreads.NAME));
    }

    @Test
    void without_it_the_reactor_context_is_there_and_the_mdc_is_nobody_elses() {
        sync();

        assertThat(seen)
                .hasSize(5)
                .allMatch(note -> List.of("42 4bf92f35", "42 null").contains(note));
        assertThat(seen).last().isEqualTo("42 null");
    }
}
