package io.fansync.embedding;

import static java.util.Objects.requireNonNullElse;

import io.fansync.AccessToken;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import java.time.Instant;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import reactor.core.publisher.Mono;

/** The registrations are named after the tenants. */
record SpringTokens(ReactiveOAuth2AuthorizedClientManager manager, ReactiveOAuth2AuthorizedClientService clients)
        implements TokenSource {

    @Override
    public Mono<AccessToken> token(TokenRequest request) {
        String registration = request.tenant();
        Mono<OAuth2AuthorizedClient> client =
                manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registration)
                        .principal("fansync")
                        .build());
        boolean refused = !request.claims().isEmpty();
        return (refused
                        ? clients.removeAuthorizedClient(registration, "fansync")
                                .then(client)
                        : client)
                .map(OAuth2AuthorizedClient::getAccessToken)
                .map(token ->
                        new AccessToken(token.getTokenValue(), requireNonNullElse(token.getExpiresAt(), Instant.MAX)));
    }
}
