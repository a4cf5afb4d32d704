package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.UserAssertion;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The login server as Microsoft's own library sees it. */
@Timeout(60)
class MsalTest {

    private static final String TENANT = "tenant-1.example";
    private static final String CLIENT = "00000000-1111-2222-3333-444444444444";

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create().start();

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final Set<String> scope = Set.of(graph.cloud().scope());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void gets_an_applications_token_that_graph_accepts() throws Exception {
        ConfidentialClientApplication application = confidential();

        IAuthenticationResult token = application
                .acquireToken(ClientCredentialParameters.builder(scope).build())
                .join();

        assertThat(graphAccepts(token)).isTrue();
        assertThat(graph.tokenCalls(TENANT, "client_credentials")).isEqualTo(1);
    }

    @Test
    void gets_a_users_token_by_device_code() throws Exception {
        PublicClientApplication application = PublicClientApplication.builder(CLIENT)
                .authority(graph.login() + "/" + TENANT)
                .instanceDiscovery(false)
                .sslSocketFactory(Caller.trusting(graph).getSocketFactory())
                .executorService(threads)
                .build();

        IAuthenticationResult token = application
                .acquireToken(
                        DeviceCodeFlowParameters.builder(scope, code -> {}).build())
                .join();

        assertThat(token.account().username()).isEqualTo("user@tenant-1.example");
        assertThat(graphAccepts(token)).isTrue();
        assertThat(graph.tokenCalls()).extracting(TokenCall::grantType).containsExactly("device_code");
    }

    @Test
    void gets_a_token_on_behalf_of_a_caller() throws Exception {
        IAuthenticationResult token = confidential()
                .acquireToken(OnBehalfOfParameters.builder(scope, new UserAssertion("caller"))
                        .build())
                .join();

        assertThat(graphAccepts(token)).isTrue();
        assertThat(graph.tokenCalls().get(0).form()).containsEntry("assertion", "caller");
    }

    @Test
    void reads_a_scripted_refusal() throws Exception {
        graph.scriptSignIn(
                TENANT,
                Answer.error(400, "interaction_required", "AADSTS50079: Sign in again.")
                        .claims("{\"access_token\":{}}"));
        ConfidentialClientApplication application = confidential();

        assertThatThrownBy(() -> application
                        .acquireToken(ClientCredentialParameters.builder(scope).build())
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(MsalServiceException.class, refused -> {
                    assertThat(refused.errorCode()).isEqualTo("interaction_required");
                    assertThat(refused.claims()).isEqualTo("{\"access_token\":{}}");
                });
    }

    private ConfidentialClientApplication confidential() throws MalformedURLException {
        return ConfidentialClientApplication.builder(CLIENT, ClientCredentialFactory.createFromSecret("secret"))
                .authority(graph.login() + "/" + TENANT)
                .instanceDiscovery(false)
                .sslSocketFactory(Caller.trusting(graph).getSocketFactory())
                .executorService(threads)
                .build();
    }

    private boolean graphAccepts(IAuthenticationResult token) {
        Caller caller = Caller.of(graph);
        return caller.send(caller.request(CONNECTORS, token.accessToken())).statusCode() == 200;
    }
}
