package io.fansync;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import java.net.MalformedURLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
                        .claims(claims(request))
                        .build());
    }

    private static ConfidentialClientApplication confidential(
            String clientId, IClientCredential credential, TokenRequest request, IHttpClient http)
            throws MalformedURLException {
        return prepared(ConfidentialClientApplication.builder(clientId, credential), request, http)
                .build();
    }

    /**
     * Without instance discovery, which sends a login URL that MSAL does not know to Microsoft's global cloud; with the capability
     * that has Graph <a href="https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation">
     * challenge</a> a token instead of waiting for its end.
     */
    private static <B extends AbstractClientApplicationBase.Builder<B>> B prepared(
            B application, TokenRequest request, IHttpClient http) throws MalformedURLException {
        return application
                .authority(request.cloud().login() + "/" + request.tenant())
                .instanceDiscovery(false)
                .clientCapabilities(Set.of("cp1"))
                .executorService(SignInThreads.EXECUTOR)
                .httpClient(http);
    }

    private static @Nullable ClaimsRequest claims(TokenRequest request) {
        return request.claims().isEmpty() ? null : ClaimsRequest.formatAsClaimsRequest(request.claims());
    }
}
