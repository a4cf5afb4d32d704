package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.SyncException.Denied;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Continuous access evaluation, from Graph's challenge to the login server and back. */
@Timeout(60)
class RevokedTokenTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().noQuota().connectors(100).start();

    private final TokenSource tokens =
            TokenSource.msal("my-app", ClientCredentialFactory.createFromSecret("secret"), LoginHttp.of(graph));

    @AutoClose
    private final ConnectorClient client = ConnectorClient.create(graph.cloud(), tokens);

    private final Connector connector = graph.connectors().get(0);

    @Test
    void a_revoked_token_is_replaced_and_the_request_repeated_once() {
        client.sync(connector, SyncType.FULL).block();
        graph.revoke(TENANT);

        client.sync(connector, SyncType.FULL).block();
        client.sync(connector, SyncType.FULL).block();

        assertThat(graph.requests()).extracting(Seen::status).containsExactly(204, 401, 204, 204);
        assertThat(graph.tokenCalls()).hasSize(2);
        assertThat(graph.tokenCalls().get(1).form().get("claims")).contains("nbf", "cp1");
    }

    @Test
    void a_second_challenge_is_an_error() {
        Answer challenge = Answer.error(401, "InvalidAuthenticationToken", "Revoked.")
                .claims("{\"access_token\":{\"nbf\":{\"value\":\"16\"}}}");
        graph.script(connector, challenge, challenge);

        StepVerifier.create(client.sync(connector, SyncType.FULL))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Denied.class,
                                denied -> assertThat(denied.claims()).contains("nbf")));

        assertThat(graph.requests()).hasSize(2);
        assertThat(graph.tokenCalls()).hasSize(2);
    }

    @Test
    void a_hundred_requests_challenged_together_end_well() {
        client.sync(connector, SyncType.FULL).block();
        graph.revoke(TENANT);

        List<SyncReceipt> receipts = Flux.fromIterable(graph.connectors())
                .flatMap(each -> client.sync(each, SyncType.FULL), 100)
                .collectList()
                .block();

        assertThat(receipts).hasSize(100);
        assertThat(graph.synced()).hasSize(100);
    }
}
