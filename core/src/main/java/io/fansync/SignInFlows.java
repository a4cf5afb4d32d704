package io.fansync;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.UserAssertion;
import java.net.MalformedURLException;
import java.util.Set;

/**
 * The ways to sign in. Each sign-in has an MSAL application of its own: its token cache, which would answer in place of the login
 * server and grow with every tenant and user, begins empty and is gone afterwards.
 */
final class SignInFlows {

    private SignInFlows() {}

    static SignInFlow clientCredentials(String clientId, IClientCredential credential) {
        return (request, http) -> confidential(clientId, credential, request, http)
                .acquireToken(ClientCredentialParameters.builder(
                                Set.of(request.cloud().scope()))
                        .build());
    }

    static SignInFlow onBehalfOf(String clientId, IClientCredential credential, String callersToken) {
        return (request, http) -> confidential(clientId, credential, request, http)
                .acquireToken(OnBehalfOfParameters.builder(scopes(request), new UserAssertion(callersToken))
                        .build());
    }

    static PublicClientApplication publicClient(String clientId, TokenRequest request, IHttpClient http) {
        return prepared(PublicClientApplication.builder(clientId), request, http)
                .build();
    }

    private static ConfidentialClientApplication confidential(
            String clientId, IClientCredential credential, TokenRequest request, IHttpClient http) {
        return prepared(ConfidentialClientApplication.builder(clientId, credential), request, http)
                .build();
    }

    /** Without instance discovery, which sends a login URL that MSAL does not know to Microsoft's global cloud. */
    private static <B extends AbstractClientApplicationBase.Builder<B>> B prepared(
            B application, TokenRequest request, IHttpClient http) {
        String authority = request.cloud().login() + "/" + request.tenant();
        try {
            return application
                    .authority(authority)
                    .instanceDiscovery(false)
                    .executorService(SignInThreads.EXECUTOR)
                    .httpClient(http);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(authority, e);
        }
    }

    static Set<String> scopes(TokenRequest request) {
        return Set.of(request.cloud().scope());
    }
}
