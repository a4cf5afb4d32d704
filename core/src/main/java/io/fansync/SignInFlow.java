package io.fansync;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import java.util.concurrent.CompletableFuture;

/** One way to sign in, in MSAL's words. */
@FunctionalInterface
interface SignInFlow {

    /**
     * Asks the sign-in server for a token, but for what MSAL finds still good of a user's kept sign-in. Called on one of {@link
     * SignInThreads}.
     */
    CompletableFuture<IAuthenticationResult> start(TokenRequest request, IHttpClient http) throws Exception;

    default TokenIssuer issuer() {
        return TokenIssuer.LOGIN_SERVER;
    }
}
