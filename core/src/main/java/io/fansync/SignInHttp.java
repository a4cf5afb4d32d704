package io.fansync;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Carries MSAL's requests. MSAL wants each answered before it goes on, so this blocks one of {@link SignInThreads}, and none for
 * longer than {@link #PATIENCE}.
 */
final class SignInHttp {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final Duration patience;

    SignInHttp(HttpClient http) {
        this(http, PATIENCE);
    }

    SignInHttp(HttpClient http, Duration patience) {
        this.http = http.followRedirect(false).disableRetry(true);
        this.patience = patience;
    }

    /** Over connections of its own, shared by all who bring no transport. */
    static SignInHttp shared() {
        return Shared.HTTP;
    }

    /** For MSAL's sign-in to that tenant. What went wrong is judged here, where the answer is still whole. */
    IHttpClient to(String tenant) {
        return request -> {
            SignInAnswer answer = exchange(tenant, request);
            if (answer.isGrant() || answer.isPending()) {
                return answer;
            }
            throw SignInErrors.refused(tenant, FormSecrets.of(request.body()), answer);
        };
    }

    private SignInAnswer exchange(String tenant, HttpRequest request) {
        try {
            return answer(request).block(patience);
        } catch (RuntimeException failed) {
            throw SignInErrors.unreachable(
                    tenant, request.url().getAuthority(), FormSecrets.of(request.body()), Exceptions.unwrap(failed));
        }
    }

    private Mono<SignInAnswer> answer(HttpRequest request) {
        return http.headers(headers -> request.headers().forEach(headers::set))
                .request(HttpMethod.valueOf(request.httpMethod().name()))
                .uri(URI.create(request.url().toString()))
                .send(ByteBufMono.fromString(Mono.justOrEmpty(request.body())))
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> new SignInAnswer(response.status().code(), response.responseHeaders(), text)))
                .single();
    }

    private static final class Shared {

        static final SignInHttp HTTP = new SignInHttp(HttpClient.create(ConnectionProvider.builder("fansync-sign-in")
                        .maxConnections(SignInThreads.MOST)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000));
    }
}
