package io.fansync;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.ManagedIdentityParameters.ManagedIdentityParametersBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Signs in as the Azure resource that this runs on; the environment tells MSAL whom to ask. */
record ManagedIdentity(ManagedIdentityId identity) implements SignInFlow {

    ManagedIdentity {
        requireNonNull(identity, "identity");
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, IHttpClient http) throws Exception {
        ManagedIdentityParametersBuilder wanted =
                ManagedIdentityParameters.builder(request.cloud().graph().toString());
        return ManagedIdentityApplication.builder(identity)
                .clientCapabilities(List.of("cp1"))
                .executorService(SignInThreads.EXECUTOR)
                .httpClient(http)
                .build()
                .acquireTokenForManagedIdentity(
                        request.claims().isEmpty()
                                ? wanted.forceRefresh(true).build()
                                : wanted.claims(request.claims()).build());
    }

    @Override
    public TokenIssuer issuer() {
        return TokenIssuer.AZURE_HOST;
    }
}
