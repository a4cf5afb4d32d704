package io.fansync.cli;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import io.fansync.TokenSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.netty.http.client.HttpClient;

/** How an application signs in, or a user by way of one. */
final class AppSignIn {

    @Mixin
    private ClientId clientId = new ClientId();

    @Option(names = "--client-secret-file", paramLabel = "FILE", description = "The secret of the application.")
    private Optional<Path> secret = Optional.empty();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "A certificate of the application with its private key: PEM or PFX.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--certificate-password-file",
            paramLabel = "FILE",
            description = "The password of the PFX; by default AZURE_CLIENT_CERTIFICATE_PASSWORD.")
    private Optional<Path> certificatePassword = Optional.empty();

    @Option(
            names = "--federated-token-file",
            paramLabel = "FILE",
            description = "A token of another identity provider that the application trusts, read at each sign-in; by"
                    + " default AZURE_FEDERATED_TOKEN_FILE.")
    private Optional<Path> federatedToken = Optional.empty();

    @Option(
            names = "--managed-identity",
            description = "The managed identity of this Azure resource; with --client-id, the one of that id.")
    private boolean managedIdentity;

    boolean hasClientId(Shell shell) {
        return clientId.of(shell).isPresent();
    }

    TokenSource bySecret(Shell shell, HttpClient http) {
        String id = clientId.of(shell, "--client-secret-file");
        String text = SecretFile.read("--client-secret-file", secret.orElseThrow());
        return TokenSource.msal(id, ClientCredentialFactory.createFromSecret(text), http);
    }

    TokenSource byCertificate(Shell shell, HttpClient http) {
        String id = clientId.of(shell, "--certificate");
        String password = certificatePassword
                .map(file -> SecretFile.read("--certificate-password-file", file))
                .or(() -> shell.variable("AZURE_CLIENT_CERTIFICATE_PASSWORD"))
                .orElse("");
        return certificate("--certificate", id, certificate.orElseThrow(), password, http);
    }

    /** @param what the file is called */
    static TokenSource certificate(String what, String clientId, Path file, String password, HttpClient http) {
        try {
            return TokenSource.certificate(clientId, file, password, http);
        } catch (IllegalArgumentException e) {
            throw new BadInput(what + " " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new BadInput("cannot read " + what + " " + file + ": " + Prose.why(e));
        }
    }

    TokenSource byFederatedToken(Shell shell, HttpClient http) {
        Path file = federatedToken.or(() -> federatedToken(shell)).orElseThrow();
        SecretFile.read("--federated-token-file", file);
        return TokenSource.federated(clientId.of(shell, "--federated-token-file"), file, http);
    }

    static Optional<Path> federatedToken(Shell shell) {
        return shell.variable("AZURE_FEDERATED_TOKEN_FILE").map(Path::of);
    }

    TokenSource byManagedIdentity(Shell shell) {
        ManagedIdentityId identity = clientId.of(shell)
                .map(ManagedIdentityId::userAssignedClientId)
                .orElseGet(ManagedIdentityId::systemAssigned);
        return TokenSource.managedIdentity(identity, HttpClient.create());
    }

    TokenSource byLogin(Shell shell, HttpClient http) {
        String id = clientId.of(shell, "login");
        Path kept = shell.directories().state();
        if (KeptSignIn.in(kept).stream().noneMatch(signIn -> signIn.clientId().equals(id))) {
            throw new BadInput("nobody is signed in as " + id + "; run 'fansync login --client-id " + id
                    + " --tenant TENANT' first");
        }
        return TokenSource.signedIn(id, kept, http);
    }

    /** The files that nobody else ought to read. */
    Stream<Path> secrets() {
        return Stream.of(secret, certificate, certificatePassword).flatMap(Optional::stream);
    }
}
