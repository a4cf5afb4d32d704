package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.fansync.SyncException.Denied;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class SignInTest {

    private static final TokenRequest REQUEST = new TokenRequest(GraphCloud.GLOBAL, "contoso.com");

    static Stream<Arguments> errors() {
        return Stream.of(new OutOfMemoryError(), new NoClassDefFoundError(), new AssertionError())
                .flatMap(error -> Stream.of(
                        arguments("begins", error, flow(() -> {
                            throw error;
                        })),
                        arguments("goes on", error, flow(() -> CompletableFuture.failedFuture(error))),
                        arguments("is read", error, flow(() -> CompletableFuture.completedFuture(unreadable(error))))));
    }

    private interface Beginning {
        CompletableFuture<IAuthenticationResult> get();
    }

    private static SignInFlow flow(Beginning beginning) {
        return (request, http) -> beginning.get();
    }

    private static IAuthenticationResult unreadable(Error error) {
        return (IAuthenticationResult) Proxy.newProxyInstance(
                IAuthenticationResult.class.getClassLoader(),
                new Class<?>[] {IAuthenticationResult.class},
                (proxy, method, arguments) -> {
                    throw error;
                });
    }

    @ParameterizedTest(name = "{1} while it {0}")
    @MethodSource("errors")
    void an_error_is_told_to_all_who_wait(String moment, Error error, SignInFlow flow) {
        TokenSource tokens = new MsalTokenSource(new SignIn(flow, new SignInHttp(HttpClient.create())));
        Mono<Throwable> failure =
                tokens.token(REQUEST).then(Mono.<Throwable>empty()).onErrorResume(Mono::just);

        StepVerifier.create(Flux.range(0, 3).flatMap(i -> failure))
                .expectNextCount(3)
                .expectComplete()
                .verifyThenAssertThat(Duration.ofSeconds(5))
                .hasNotDroppedErrors();
        StepVerifier.create(failure)
                .assertNext(told -> assertThat(told)
                        .isInstanceOf(Denied.class)
                        .hasRootCause(error)
                        .hasMessage("sign-in to contoso.com: no token could be had: "
                                + error.getClass().getSimpleName()))
                .verifyComplete();
    }
}
