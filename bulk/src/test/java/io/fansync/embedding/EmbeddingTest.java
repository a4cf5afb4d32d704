package io.fansync.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.fansync.AccessToken;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The adapters that the README shows, at work: what Graph was sent is the judge. */
@Timeout(60)
class EmbeddingTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    private final List<String> issued = new ArrayList<>();

    @Test
    void an_azure_credential_is_asked_for_each_tenant_and_for_what_graph_wants() {
        List<TokenRequestContext> asked = new ArrayList<>();
        OffsetDateTime end = OffsetDateTime.now().plusHours(1);
        TokenCredential credential = context -> {
            asked.add(context);
            String token = issued.isEmpty() || context.getClaims() != null ? issue(TENANT) : issued.get(0);
            return Mono.just(new com.azure.core.credential.AccessToken(token, end));
        };

        syncRevokeSync(new AzureTokens(credential));

        assertThat(asked).hasSize(3).allSatisfy(context -> {
            assertThat(context.getScopes()).containsExactly(graph.cloud().scope());
            assertThat(context.getTenantId()).isEqualTo(TENANT);
            assertThat(context.isCaeEnabled()).isTrue();
        });
        assertThat(asked.get(2).getClaims()).contains("nbf");
        StepVerifier.create(new AzureTokens(credential).token(new TokenRequest(graph.cloud(), TENANT)))
                .expectNext(new AccessToken(issued.get(0), end.toInstant()))
                .verifyComplete();
    }

    @Test
    void spring_security_keeps_a_token_until_graph_refuses_it() {
        var registrations = new InMemoryReactiveClientRegistrationRepository(registration(TENANT));
        var clients = new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
        var manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, clients);
        var provider = new ClientCredentialsReactiveOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(request -> Mono.just(OAuth2AccessTokenResponse.withToken(
                        issue(request.getClientRegistration().getRegistrationId()))
                .tokenType(TokenType.BEARER)
                .expiresIn(3_599)
                .build()));
        manager.setAuthorizedClientProvider(provider);

        syncRevokeSync(new SpringTokens(manager, clients));

        assertThat(issued).hasSize(2);
    }

    @Test
    void any_mono_will_do() {
        sync(Excerpts.plain(Mono.fromSupplier(() -> issue(TENANT))));

        assertThat(graph.requests()).extracting(Seen::token).isEqualTo(issued);
    }

    private String issue(String tenant) {
        issued.add("sim." + tenant + "." + issued.size());
        return issued.get(issued.size() - 1);
    }

    private static ClientRegistration registration(String tenant) {
        return ClientRegistration.withRegistrationId(tenant)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientId("my-app")
                .clientSecret("secret")
                .tokenUri("https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token")
                .scope("https://graph.microsoft.com/.default")
                .build();
    }

    private void syncRevokeSync(TokenSource tokens) {
        sync(tokens);
        graph.revoke(TENANT);
        sync(tokens);

        assertThat(graph.requests()).extracting(Seen::status).containsExactly(204, 401, 204);
        assertThat(graph.requests().get(2).token()).isEqualTo(issued.get(issued.size() - 1));
    }

    private void sync(TokenSource tokens) {
        try (ConnectorClient client = ConnectorClient.create(graph.cloud(), tokens)) {
            Connector connector = graph.connectors().get(0);
            assertThat(client.sync(connector, SyncType.DELTA).block()).isNotNull();
        }
    }
}
