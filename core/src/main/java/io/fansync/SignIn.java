package io.fansync;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.time.Instant;
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
        String tenant = request.tenant();
        return Mono.fromCallable(() -> flow.start(request, http.to(flow.issuer(), request)))
                .flatMap(Mono::fromFuture)
                .subscribeOn(SignInThreads.SCHEDULER)
                .map(result -> grant(tenant, result))
                .onErrorMap(failure -> SignInErrors.of(tenant, failure));
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
