package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Carries MSAL's requests. MSAL wants each answered before it goes on, so this blocks one of {@link SignInThreads}, and none for
 * longer than {@link #PATIENCE}.
 */
final class SignInHttp {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final HttpClient http;
    private final Duration patience;

    SignInHttp(HttpClient http) {
        this(http, PATIENCE);
    }

    SignInHttp(HttpClient http, Duration patience) {
        this.http = http.followRedirect(false)
                .disableRetry(true)
                .doOnRequest((request, connection) -> DecoderFailures.keepQuiet(connection));
        this.patience = patience;
    }

    /** Over connections of its own, shared by all who bring no transport. */
    static SignInHttp shared() {
        return Shared.HTTP;
    }

    /** For MSAL, to get that token. What goes wrong is judged here, where the answer is still whole. */
    IHttpClient to(TokenIssuer issuer, TokenRequest wanted) {
        return request -> {
            String form = form(request, wanted);
            SignInAnswer answer = exchange(issuer, wanted.tenant(), request, form);
            if (answer.isGrant() || issuer.asksAgain.test(answer)) {
                return answer;
            }
            throw SignInErrors.refused(issuer, wanted.tenant(), SentSecrets.of(request.headers(), form), answer);
        };
    }

    /** With the claims, which MSAL 1.26.0 forgets when it refreshes a token or gets one on behalf of someone. */
    private static String form(HttpRequest request, TokenRequest wanted) {
        String form = request.body() == null ? "" : request.body();
        return form.contains("grant_type=")
                ? form + "&claims=" + URLEncoder.encode(ClaimsParameter.of(wanted.claims()), UTF_8)
                : form;
    }

    private SignInAnswer exchange(TokenIssuer issuer, String tenant, HttpRequest request, String form) {
        try {
            return requireNonNull(answer(request, form).block(patience));
        } catch (RuntimeException failed) {
            String host = request.url().getAuthority();
            SentSecrets secrets = SentSecrets.of(request.headers(), form);
            throw SignInErrors.unreachable(issuer, tenant, host, secrets, Exceptions.unwrap(failed));
        }
    }

    private Mono<SignInAnswer> answer(HttpRequest request, String form) {
        return http.request(HttpMethod.valueOf(request.httpMethod().name()))
                .uri(URI.create(request.url().toString()))
                .send((sent, out) -> {
                    HttpHeaders headers = sent.requestHeaders().remove(HttpHeaderNames.AUTHORIZATION);
                    request.headers().forEach(headers::set);
                    String id = headers.get(RequestIds.CLIENT_REQUEST_ID, "");
                    return out.withConnection(
                                    connection -> RequestIds.of(connection).sending(id))
                            .send(ByteBufMono.fromString(form.isEmpty() ? Mono.empty() : Mono.just(form)));
                })
                .responseConnection(SignInHttp::receive)
                .single();
    }

    private static Mono<SignInAnswer> receive(HttpClientResponse response, Connection connection) {
        if (!RequestIds.of(connection).answeredBy(response)) {
            return RequestIds.otherAnswer(connection);
        }
        return BodyBytes.first(LONGEST_ANSWER, connection.inbound().receive())
                .map(bytes -> new SignInAnswer(
                        response.status().code(), response.responseHeaders(), new String(bytes, UTF_8)));
    }

    private static final class Shared {

        static final SignInHttp HTTP = new SignInHttp(HttpClient.create(ConnectionProvider.builder("fansync-sign-in")
                        .maxConnections(SignInThreads.MOST)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000));
    }
}
