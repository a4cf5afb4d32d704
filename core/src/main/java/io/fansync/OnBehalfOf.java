package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.IClientCredential;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import reactor.core.publisher.Mono;

/** Exchanges the token of whoever calls the service for one that serves at Graph; keeps one for each caller's token. */
final class OnBehalfOf implements TokenSource {

    private final TokenCells<Key> cells = new TokenCells<>();
    private final String clientId;
    private final IClientCredential credential;
    private final SignInHttp http;
    private final Mono<String> callersToken;

    OnBehalfOf(String clientId, IClientCredential credential, SignInHttp http, Mono<String> callersToken) {
        SignInFlows.checkClientId(clientId);
        this.clientId = clientId;
        this.credential = requireNonNull(credential, "credential");
        this.http = http;
        this.callersToken = requireNonNull(callersToken, "callersToken");
    }

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        return callersToken
                .switchIfEmpty(Mono.error(() -> SignInErrors.noCaller(request.tenant())))
                .flatMap(assertion -> cell(request, assertion).token(request.claims()));
    }

    private TokenCell cell(TokenRequest request, String assertion) {
        Key key = new Key(request.cloud(), request.tenant(), sha256(assertion));
        SignIn signIn = new SignIn(SignInFlows.onBehalfOf(clientId, credential, assertion), http);
        return cells.get(key, claims -> signIn.with(new TokenRequest(key.cloud, key.tenant, claims)));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private record Key(GraphCloud cloud, String tenant, String caller) {}
}
