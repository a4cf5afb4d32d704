package io.fansync;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.UserAssertion;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The ways to sign in. Each sign-in has an MSAL application of its own: its token cache, which would answer in place of the login
 * server and grow with every tenant and user, begins empty and is gone afterwards.
 */
final class SignInFlows {

    private SignInFlows() {}

    static SignInFlow clientCredentials(String clientId, IClientCredential credential) {
        checkClientId(clientId);
        requireNonNull(credential, "credential");
        return (request, http) -> confidential(clientId, credential, request, http)
                .acquireToken(
                        ClientCredentialParameters.builder(scopes(request)).build());
    }

    /** The assertion that a file holds; something else puts a new one there in time. */
    static IClientCredential federated(Path file) {
        requireNonNull(file, "tokenFile");
        return ClientCredentialFactory.createFromCallback(() -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException failed) {
                throw SignInErrors.noAssertion(file, failed);
            }
        });
    }

    static SignInFlow onBehalfOf(String clientId, IClientCredential credential, String callersToken) {
        return (request, http) -> confidential(clientId, credential, request, http)
                .acquireToken(OnBehalfOfParameters.builder(scopes(request), new UserAssertion(callersToken))
                        .build());
    }

    /** The user who signed in by device code before. */
    static SignInFlow signedIn(String clientId, Path directory) {
        checkClientId(clientId);
        requireNonNull(directory, "directory");
        return (request, http) -> new KeptSignIn(
                        publicClient(clientId, request, http), SignInFile.of(directory, clientId, request))
                .resume(request);
    }

    static PublicClientApplication publicClient(String clientId, TokenRequest request, IHttpClient http) {
        return prepared(PublicClientApplication.builder(clientId), request, http)
                .build();
    }

    static ConfidentialClientApplication confidential(
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

    /** It also names a file; and nobody shall find a secret in a log that was given in its place. */
    static void checkClientId(String clientId) {
        requireNonNull(clientId, "clientId");
        if (!clientId.matches("[\\w.-]{1,100}")) {
            throw new IllegalArgumentException(
                    "A client id is the id of an app registration: letters, digits, dots, hyphens and underscores");
        }
    }

    static Set<String> scopes(TokenRequest request) {
        return Set.of(request.cloud().scope());
    }
}
