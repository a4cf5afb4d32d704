package io.fansync.spring;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.netty.http.client.HttpClient;

/**
 * What an application may set under {@code fansync}.
 *
 * @param cloud which cloud
 * @param graphUrl another Graph than the cloud's: its root, without /v1.0; https, or http on loopback
 * @param loginUrl another place to sign in than the cloud's: https
 * @param clientId the application that signs in; without it the application has a TokenSource of its own
 * @param clientSecret the secret that it signs in with
 * @param federatedTokenFile the file with the federated token that it signs in with instead; read again at each sign-in
 * @param bulk how many connectors are synced
 */
@ConfigurationProperties("fansync")
public record FansyncProperties(
        @DefaultValue("global") Cloud cloud,
        @Nullable String graphUrl,
        @Nullable String loginUrl,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable Path federatedTokenFile,
        @DefaultValue Bulk bulk) {

    /** The clouds that have a name. */
    public enum Cloud {
        GLOBAL(GraphCloud.GLOBAL),
        US_GOV(GraphCloud.US_GOV),
        US_GOV_DOD(GraphCloud.US_GOV_DOD),
        CHINA(GraphCloud.CHINA),
        BLEU(GraphCloud.BLEU),
        DELOS(GraphCloud.DELOS);

        final GraphCloud roots;

        Cloud(GraphCloud roots) {
            this.roots = roots;
        }
    }

    /**
     * What a BulkSync is told.
     *
     * @param concurrency how many requests may be in flight, over all tenants and runs
     * @param batch how many connectors may be in one request; 1 sends each alone
     * @param maxRetries how many resends of a connector after answers that leave open whether Graph acted
     * @param lookAhead how many connectors of a merged source may be under way
     * @param grace how long what is in flight may take to settle when a run is stopped, or the application
     * @param quota what to believe of a tenant's quota
     */
    public record Bulk(
            @DefaultValue("64") int concurrency,
            @DefaultValue("20") int batch,
            @DefaultValue("5") int maxRetries,
            @DefaultValue("4096") int lookAhead,
            @DefaultValue("10s") Duration grace,
            @DefaultValue Limit quota) {

        BulkSync applied(BulkSync bulk) {
            return bulk.concurrency(concurrency)
                    .batch(batch)
                    .maxRetries(maxRetries)
                    .lookAhead(lookAhead)
                    .grace(grace)
                    .quota(quota.quota());
        }
    }

    /**
     * So many requests in a window.
     *
     * @param requests how many
     * @param window the window
     * @param atMost whether it is a promise, never to be exceeded, and not merely the belief to start from
     */
    public record Limit(
            @DefaultValue("100") int requests,
            @DefaultValue("20s") Duration window,
            @DefaultValue("false") boolean atMost) {

        Quota quota() {
            return atMost ? Quota.atMost(requests, window) : Quota.of(requests, window);
        }
    }

    GraphCloud graphCloud() {
        String graph = graphUrl == null ? cloud.roots.graph().toString() : graphUrl;
        String login = loginUrl == null ? cloud.roots.login().toString() : loginUrl;
        return GraphCloud.of(graph, login);
    }

    TokenSource tokenSource(HttpClient http) {
        if (clientId == null || (clientSecret == null) == (federatedTokenFile == null)) {
            throw new IllegalStateException(
                    "fansync.client-id signs in with either fansync.client-secret or fansync.federated-token-file; for"
                            + " anything else, define a bean of the type " + TokenSource.class.getName());
        }
        return clientSecret == null
                ? TokenSource.federated(clientId, federatedTokenFile, http)
                : TokenSource.msal(clientId, ClientCredentialFactory.createFromSecret(clientSecret), http);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "FansyncProperties[cloud=%s, graphUrl=%s, loginUrl=%s, clientId=%s, bulk=%s]"
                .formatted(cloud, graphUrl, loginUrl, clientId, bulk);
    }
}
