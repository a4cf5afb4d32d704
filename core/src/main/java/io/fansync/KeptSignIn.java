package io.fansync;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.SilentParameters;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Signs in again, without asking, the user who signed in before. */
final class KeptSignIn {

    private final AbstractClientApplicationBase application;
    private final SignInMemory memory;

    KeptSignIn(AbstractClientApplicationBase application, SignInMemory memory) {
        this.application = application;
        this.memory = memory;
    }

    CompletableFuture<IAuthenticationResult> resume(TokenRequest request) {
        restore();
        return application
                .getAccounts()
                .thenCompose(accounts -> silently(accounts, request))
                .thenApply(this::keep);
    }

    private void restore() {
        String before = memory.read();
        try {
            application.tokenCache().deserialize(before);
        } catch (RuntimeException corrupt) {
            // As if nobody had signed in: the next sign-in replaces it.
        }
    }

    private CompletableFuture<IAuthenticationResult> silently(Set<IAccount> accounts, TokenRequest request) {
        if (accounts.isEmpty()) {
            return CompletableFuture.failedFuture(SignInErrors.nobody(request.tenant()));
        }
        IAccount user = accounts.iterator().next(); // there is no other: each sign-in takes the place of the last
        try {
            return application.acquireTokenSilently(SilentParameters.builder(SignInFlows.scopes(request), user)
                    .authorityUrl(application.authority()) // else MSAL 1.26.0 loses its port
                    .forceRefresh(!request.claims().isEmpty())
                    .build());
        } catch (MalformedURLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** For the next time. */
    IAuthenticationResult keep(IAuthenticationResult result) {
        String after = application.tokenCache().serialize();
        if (!after.equals(memory.read())) {
            memory.write(after);
        }
        return result;
    }
}
