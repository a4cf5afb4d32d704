package io.fansync;

import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Signs in again, without asking, a user who signed in at a terminal before. */
final class KeptSignIn implements SignInFlow {

    private final String clientId;
    private final Path directory;

    KeptSignIn(String clientId, Path directory) {
        this.clientId = clientId;
        this.directory = directory;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, IHttpClient http) throws Exception {
        SignInFile file = SignInFile.of(directory, clientId, request);
        PublicClientApplication application = SignInFlows.publicClient(clientId, request, http);
        String before = file.read();
        restore(application, before);
        return application
                .getAccounts()
                .thenCompose(accounts -> silently(application, accounts, request))
                .thenApply(result -> {
                    String after = application.tokenCache().serialize();
                    if (!after.equals(before)) {
                        file.write(after);
                    }
                    return result;
                });
    }

    private static void restore(PublicClientApplication application, String cache) {
        try {
            application.tokenCache().deserialize(cache);
        } catch (RuntimeException corrupt) {
            // As if nobody had signed in: the next sign-in replaces it.
        }
    }

    private static CompletableFuture<IAuthenticationResult> silently(
            PublicClientApplication application, Set<IAccount> accounts, TokenRequest request) {
        if (accounts.isEmpty()) {
            return CompletableFuture.failedFuture(SignInErrors.nobody(request.tenant()));
        }
        IAccount user =
                accounts.iterator().next(); // there is no other: each user's sign-in takes the place of the last
        try {
            return application.acquireTokenSilently(SilentParameters.builder(SignInFlows.scopes(request), user)
                    .authorityUrl(application.authority()) // else MSAL 1.26.0 loses its port
                    .forceRefresh(!request.claims().isEmpty())
                    .build());
        } catch (MalformedURLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
