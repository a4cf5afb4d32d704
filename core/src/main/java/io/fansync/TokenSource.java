package io.fansync;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.DeviceCode;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Where tokens come from. A lambda will do: {@code request -> vault.tokenFor(request.tenant()).map(AccessToken::of)}.
 *
 * <p>The sources below that sign in do so through
 * <a href="https://learn.microsoft.com/entra/msal/java/">MSAL</a>, whose types name the credentials, and keep the tokens apart
 * by cloud and tenant, and by user where there are several. However many wait for a token, one sign-in fetches it, and goes on
 * when they cancel. Some ten minutes before its end, or when the server asked for it, the next one is fetched, while the old one
 * serves. A refusal is repeated from memory for seconds: {@link SyncException.Denied} says what to correct, {@link
 * SyncException.Throttled} when to come back, {@link SyncException.Unavailable} that the server could not be reached or failed.
 *
 * <p>From whatever source, a token that is readable, and of another tenant than the one whose id was asked for, goes nowhere: the
 * request is denied.
 *
 * <p>MSAL blocks: it runs on at most 16 daemon threads, common to all sources, which end when there is nothing to do. A token
 * that had to be waited for arrives on one of these. Each request to the sign-in server is given 20 s, or what the {@code
 * HttpClient} allows if that is less; proxy, TLS and event loops are the {@code HttpClient}'s too. Who has a token waits for
 * nobody; but while 16 sign-ins hang, those who have none yet wait until one of these is given up.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * A token for one request to Graph.
     *
     * <p><b>Each subscription</b> serves one request; it is up to the source to answer from a cache. A request with {@linkplain
     * TokenRequest#claims() claims} must not be answered from it.
     *
     * <p><b>Errors:</b> a {@link SyncException} is passed on; if it is a {@link SyncException.Throttled} or an {@link
     * SyncException.Unavailable}, then as one that was not {@linkplain SyncException#sent() sent}, which bulk tries again. Any other
     * error, and no token at all, ends the sync as {@link SyncException.Denied}, with the error as its cause.
     *
     * <p><b>Cancelling</b> must not take the token away from others who wait for the same one.
     *
     * <p><b>Threads:</b> must not block the subscribing thread; may answer on any.
     */
    Mono<AccessToken> token(TokenRequest request);

    /** One token for every tenant, for as long as it lasts: it has no other where Graph challenges that one. */
    static TokenSource fixed(String token) {
        Mono<AccessToken> fixed = Mono.just(AccessToken.of(token));
        return request -> fixed;
    }

    /**
     * Signs in as an app, with its secret, certificate or assertion (MSAL's {@code ClientCredentialFactory} makes these), to any
     * number of tenants: <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client
     * credentials flow</a>.
     */
    static TokenSource msal(String clientId, IClientCredential credential) {
        return new MsalTokenSource(
                new SignIn(SignInFlows.clientCredentials(clientId, credential), SignInHttp.shared()));
    }

    /** The same, over your own transport. */
    static TokenSource msal(String clientId, IClientCredential credential, HttpClient http) {
        return new MsalTokenSource(
                new SignIn(SignInFlows.clientCredentials(clientId, credential), new SignInHttp(http)));
    }

    /**
     * Signs in as an app with a certificate, of which the file holds the private key too.
     *
     * @param file PEM, with an RSA key that is not encrypted, or PFX; read once, here and now
     * @param password of the PFX; empty if it has none
     * @throws IllegalArgumentException if the file does not hold that
     * @throws UncheckedIOException if it cannot be read
     */
    static TokenSource certificate(String clientId, Path file, String password, HttpClient http) {
        return msal(clientId, CertificateFile.read(file, password), http);
    }

    /**
     * Signs in as an app that trusts another identity provider:
     * <a href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">workload identity federation</a>.
     *
     * @param tokenFile where that provider's token is, as in Kubernetes; read at each sign-in
     */
    static TokenSource federated(String clientId, Path tokenFile, HttpClient http) {
        return msal(clientId, SignInFlows.federated(tokenFile), http);
    }

    /**
     * Signs in as the Azure resource that this runs on:
     * <a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview">managed identity</a>. It
     * belongs to one tenant, and no other will have it.
     *
     * @param http without a proxy: the host is asked on the machine's own network
     */
    static TokenSource managedIdentity(ManagedIdentityId identity, HttpClient http) {
        return new MsalTokenSource(new SignIn(new ManagedIdentity(identity), new SignInHttp(http)));
    }

    /**
     * Signs in a service on behalf of its callers, whose tokens for the service it exchanges for tokens for Graph:
     * <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow">on-behalf-of flow</a>.
     *
     * @param callersToken the token that the caller sent, without {@code Bearer}: subscribed to by each subscriber, with the
     *     subscriber's own Context. Who has no token is denied; its errors are passed on
     */
    static TokenSource onBehalfOf(String clientId, IClientCredential credential, Mono<String> callersToken) {
        return new OnBehalfOf(clientId, credential, SignInHttp.shared(), callersToken);
    }

    /** The same, over your own transport. */
    static TokenSource onBehalfOf(
            String clientId, IClientCredential credential, Mono<String> callersToken, HttpClient http) {
        return new OnBehalfOf(clientId, credential, new SignInHttp(http), callersToken);
    }

    /**
     * Signs in a user of a web site, who came back from the sign-in page with a code:
     * <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow">authorization code flow</a>. Such a
     * source is that user's alone; it keeps the user signed in for as long as it is referenced and the tenant allows.
     *
     * @param code the code, the redirect URI it came to, and the PKCE verifier if there was one; the scopes are set for you
     */
    static TokenSource authorizationCode(
            String clientId, IClientCredential credential, AuthorizationCodeParameters code, HttpClient http) {
        SignInFlow flow = new AuthorizationCodeSignIn(clientId, credential, code);
        return new MsalTokenSource(new SignIn(flow, new SignInHttp(http)));
    }

    /**
     * Signs a user in at a terminal, by a code that the user enters in a browser somewhere:
     * <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code">device code flow</a>. Whoever signed in
     * before, and is still welcome, is not asked again. While it waits for the user, for 15 minutes at most, it holds one of the
     * threads.
     *
     * @param directory where sign-ins are kept, in files {@code sign-in_LOGIN-HOST_TENANT_CLIENT-ID.json} that only their owner may
     *     read; made, for its owner alone, if it is not there. To delete a file is to sign out
     * @param prompt shows the user the code, and where to enter it
     */
    static TokenSource deviceCode(String clientId, Path directory, Consumer<DeviceCode> prompt, HttpClient http) {
        SignInFlow flow = new DeviceCodeSignIn(
                clientId, directory, prompt, pause -> TimeUnit.MILLISECONDS.sleep(pause.toMillis()));
        return new MsalTokenSource(new SignIn(flow, new SignInHttp(http)));
    }

    /** Goes on with the sign-in that {@link #deviceCode} kept. Where there is none, it asks nobody, but is denied. */
    static TokenSource signedIn(String clientId, Path directory, HttpClient http) {
        return new MsalTokenSource(new SignIn(SignInFlows.signedIn(clientId, directory), new SignInHttp(http)));
    }

    /**
     * A source of its own for each tenant. The function is asked at every request; of those that sign in, it has to give the same
     * one each time, for that keeps the tenant's token.
     */
    static TokenSource byTenant(Function<String, TokenSource> sources) {
        requireNonNull(sources, "sources");
        return request -> sources.apply(request.tenant()).token(request);
    }
}
