package io.fansync;

import reactor.core.publisher.Mono;

/** Signs in through MSAL, and keeps one token for each cloud and tenant. */
final class MsalTokenSource implements TokenSource {

    private final TokenCells<TokenRequest> cells = new TokenCells<>();
    private final SignIn signIn;

    MsalTokenSource(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        return Mono.defer(() -> cell(request).token(request.claims()));
    }

    private TokenCell cell(TokenRequest request) {
        GraphCloud cloud = request.cloud();
        TokenRequest key = request.claims().isEmpty() ? request : new TokenRequest(cloud, request.tenant());
        return cells.get(key, claims -> signIn.with(new TokenRequest(cloud, request.tenant(), claims)));
    }
}
