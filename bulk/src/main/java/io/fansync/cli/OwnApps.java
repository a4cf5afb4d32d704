package io.fansync.cli;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.AccessToken;
import io.fansync.SyncException;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import io.fansync.cli.TenantsFile.App;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Tokens for tenants of which some have an application of their own. */
final class OwnApps {

    private final Map<String, Optional<App>> tenants;

    OwnApps(Map<String, Optional<App>> tenants) {
        this.tenants = tenants;
    }

    /** True if some tenant has one. */
    boolean any() {
        return tenants.values().stream().anyMatch(Optional::isPresent);
    }

    /** True if nobody asked for more: there are tenants, and every one has one. */
    boolean suffice() {
        return !tenants.isEmpty() && tenants.values().stream().allMatch(Optional::isPresent);
    }

    /** The files that nobody else ought to read. */
    Stream<Path> secrets() {
        return tenants.values().stream()
                .flatMap(Optional::stream)
                .map(App::file)
                .distinct();
    }

    /** @param others for the tenants that have none */
    TokenSource tokens(TokenSource others, HttpClient http) {
        Map<App, TokenSource> apps = new HashMap<>();
        Map<String, TokenSource> sources = new HashMap<>();
        tenants.forEach((tenant, own) ->
                own.ifPresent(app -> sources.put(tenant, apps.computeIfAbsent(app, it -> tokens(it, http)))));
        return TokenSource.byTenant(tenant -> sources.getOrDefault(tenant, others));
    }

    /** Where there are no other credentials. */
    static Mono<AccessToken> none(TokenRequest request) {
        return Mono.error(() -> new SyncException.Denied("no credentials for " + request.tenant(), ""));
    }

    private static TokenSource tokens(App app, HttpClient http) {
        if (app.isCertificate()) {
            return AppSignIn.certificate("certificate", app.clientId(), app.file(), "", http);
        }
        String secret = SecretFile.read("secretFile " + app.file().getFileName(), app.file());
        return TokenSource.msal(app.clientId(), ClientCredentialFactory.createFromSecret(secret), http);
    }
}
