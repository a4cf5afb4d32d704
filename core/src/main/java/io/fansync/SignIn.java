package io.fansync;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** A sign-in through MSAL, on its threads and over our transport. */
final class SignIn {

    private final SignInFlow flow;
    private final SignInHttp http;

    SignIn(SignInFlow flow, SignInHttp http) {
        this.flow = flow;
        this.http = http;
    }

    Mono<Grant> with(TokenRequest request) {
        return Mono.fromFuture(() -> grant(request)).onErrorMap(failure -> SignInErrors.of(request.tenant(), failure));
    }

    /** By futures alone, which pass on an {@link Error}, too: Reactor's operators let some out past those who wait. */
    private CompletableFuture<Grant> grant(TokenRequest request) {
        return CompletableFuture.completedFuture(request)
                .thenComposeAsync(this::start, SignInThreads.EXECUTOR)
                .thenApply(result -> grant(request.tenant(), result));
    }

    private CompletableFuture<IAuthenticationResult> start(TokenRequest request) {
        try {
            return flow.start(request, http.to(flow.issuer(), request));
        } catch (Exception failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private static Grant grant(String tenant, IAuthenticationResult result) {
        AccessToken token =
                new AccessToken(result.accessToken(), result.expiresOnDate().toInstant());
        if (!TokenTenant.fits(TokenTenant.of(token.value()), tenant)) {
            throw SignInErrors.otherTenant(tenant);
        }
        Long refreshOn = result.metadata().refreshOn();
        boolean told = refreshOn != null && refreshOn > 0;
        return new Grant(token, told ? Instant.ofEpochSecond(refreshOn) : token.expiresAt());
    }
}
