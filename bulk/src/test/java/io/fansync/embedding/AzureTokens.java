package io.fansync.embedding;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.fansync.AccessToken;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

record AzureTokens(TokenCredential credential) implements TokenSource {

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        TokenRequestContext context = new TokenRequestContext()
                .addScopes(request.cloud().scope())
                .setTenantId(request.tenant())
                .setCaeEnabled(true);
        if (!request.claims().isEmpty()) {
            context.setClaims(request.claims());
        }
        return credential
                .getToken(context)
                .subscribeOn(Schedulers.boundedElastic()) // some credentials block
                .map(token ->
                        new AccessToken(token.getToken(), token.getExpiresAt().toInstant()));
    }
}
