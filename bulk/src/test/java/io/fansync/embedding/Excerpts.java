package io.fansync.embedding;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.AccessToken;
import io.fansync.Backoff;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Journal;
import io.fansync.bulk.SyncOutcome;
import java.nio.file.Path;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The README's shorter examples, as the compiler sees them. */
@SuppressWarnings("unused")
final class Excerpts {

    private Excerpts() {}

    static void first(String clientId, String secret, String id, Publisher<Connector> connectors) {
        TokenSource tokens = TokenSource.msal(clientId, ClientCredentialFactory.createFromSecret(secret));
        ConnectorClient client = ConnectorClient.create(GraphCloud.GLOBAL, tokens); // any number of tenants

        Mono<SyncReceipt> one = client.sync(new Connector("contoso.com", id), SyncType.DELTA)
                .retryWhen(Backoff.standard().maxRetries(3)); // waits as long as Graph asked

        Flux<SyncOutcome> many = BulkSync.over(client).sync(connectors, SyncType.DELTA); // a failure is a value
    }

    static void kept(BulkSync bulk, Path path, Publisher<Connector> connectors) {
        Flux<SyncOutcome> outcomes = bulk.journal(Journal.file(path)).sync(connectors, SyncType.DELTA);
    }

    static TokenSource plain(Mono<String> token) {
        TokenSource tokens = request -> token.map(AccessToken::of); // asked for each request: cache what is dear
        return tokens;
    }
}
