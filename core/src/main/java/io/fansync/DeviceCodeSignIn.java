package io.fansync;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.DeviceCode;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.PublicClientApplication;
import io.fansync.SyncException.Denied;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Signs a user in at a terminal by a code to be entered elsewhere, unless an earlier sign-in still serves. */
record DeviceCodeSignIn(String clientId, Path directory, Consumer<DeviceCode> prompt, DevicePolling.Pause pause)
        implements SignInFlow {

    DeviceCodeSignIn {
        SignInFlows.checkClientId(clientId);
        requireNonNull(directory, "directory");
        requireNonNull(prompt, "prompt");
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, IHttpClient http) throws Exception {
        SignInFlow earlier = SignInFlows.signedIn(clientId, directory);
        return earlier.start(request, http).exceptionallyCompose(failure -> {
            SyncException reason = SignInErrors.of(request.tenant(), failure);
            return reason instanceof Denied ? ask(request, http) : CompletableFuture.failedFuture(reason);
        });
    }

    private CompletableFuture<IAuthenticationResult> ask(TokenRequest request, IHttpClient http) {
        DevicePolling polling = new DevicePolling(http, pause);
        PublicClientApplication application = SignInFlows.publicClient(clientId, request, polling);
        KeptSignIn kept = new KeptSignIn(application, SignInFile.of(directory, clientId, request));
        CompletableFuture<IAuthenticationResult> signedIn =
                application.acquireToken(DeviceCodeFlowParameters.builder(SignInFlows.scopes(request), prompt)
                        .build());
        polling.begin();
        return signedIn.thenApply(kept::keep);
    }
}
