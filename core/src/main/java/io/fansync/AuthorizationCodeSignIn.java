package io.fansync;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import java.util.concurrent.CompletableFuture;

/** Redeems the code that a web sign-in ended with; afterwards refreshes what that brought. */
final class AuthorizationCodeSignIn implements SignInFlow {

    private final String clientId;
    private final IClientCredential credential;
    private final AuthorizationCodeParameters code;
    private final SignInMemory memory = new Memory();

    AuthorizationCodeSignIn(String clientId, IClientCredential credential, AuthorizationCodeParameters code) {
        SignInFlows.checkClientId(clientId);
        this.clientId = clientId;
        this.credential = requireNonNull(credential, "credential");
        this.code = requireNonNull(code, "code");
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, IHttpClient http) {
        ConfidentialClientApplication application = SignInFlows.confidential(clientId, credential, request, http);
        KeptSignIn kept = new KeptSignIn(application, memory);
        return memory.read().isEmpty()
                ? application.acquireToken(redeemed(request)).thenApply(kept::keep)
                : kept.resume(request);
    }

    private AuthorizationCodeParameters redeemed(TokenRequest request) {
        return AuthorizationCodeParameters.builder(code.authorizationCode(), code.redirectUri())
                .codeVerifier(code.codeVerifier())
                .scopes(SignInFlows.scopes(request))
                .build();
    }

    private static final class Memory implements SignInMemory {

        private volatile String cache = "";

        @Override
        public String read() {
            return cache;
        }

        @Override
        public void write(String cache) {
            this.cache = cache;
        }
    }
}
