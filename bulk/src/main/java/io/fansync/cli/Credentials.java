package io.fansync.cli;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.fansync.TokenSource;
import io.fansync.cli.Settings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.http.client.HttpClient;

/** Who asks Graph. Secrets come from files and the environment, never from an argument, which every process can see. */
final class Credentials {

    private static final List<String> WAYS =
            List.of("--token-env", "--token-file", "--token-command", "--client-secret-file");

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "The environment variable that holds a token for every tenant.")
    private Optional<String> tokenEnv = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A token for every tenant, or a JSON object from tenant to token; read again when it changes.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--token-command",
            paramLabel = "CMD",
            description = "A command that prints a token, or JSON as 'az account get-access-token' does; run without a"
                    + " shell, once for each tenant, which stands for {tenant}.")
    private Optional<String> tokenCommand = Optional.empty();

    @Option(names = "--client-id", paramLabel = "ID", description = "The application to sign in as.")
    private Optional<String> clientId = Optional.empty();

    @Option(names = "--client-secret-file", paramLabel = "FILE", description = "The secret of the application.")
    private Optional<Path> clientSecretFile = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** True if credentials of some kind were given. */
    boolean given() {
        return way().isPresent();
    }

    /** True if tokens are fetched from the sign-in authority. */
    boolean signIn() {
        return way().filter("--client-secret-file"::equals).isPresent();
    }

    /** @throws BadInput if there are no credentials, too many, or unusable ones */
    TokenSource tokens(Map<String, String> environment, Optional<HttpClient> transport) {
        String way = way().orElseThrow(() -> new BadInput("no credentials; give --token-env, --token-file,"
                + " --token-command, or --client-id with --client-secret-file"));
        boolean idTyped = isTyped("--client-id");
        if (idTyped && !signIn()) {
            throw new BadInput("--client-id and " + way + " exclude each other; give one");
        }
        return switch (way) {
            case "--token-env" -> fromEnvironment(tokenEnv.orElseThrow(), environment);
            case "--token-file" -> TokenFile.open(tokenFile.orElseThrow());
            case "--token-command" -> new TokenCommand(Words.of(tokenCommand.orElseThrow()));
            default -> signIn(environment, transport);
        };
    }

    /** Of several ways, those on the command line count, then those in the environment; there, there must be one. */
    private Optional<String> way() {
        Settings settings = Settings.of(command);
        List<String> given = WAYS.stream()
                .filter(way -> settings.origin(command, way) != Origin.NOBODY)
                .toList();
        List<String> ways = given.stream()
                .filter(way -> given.stream().allMatch(other -> settings.compare(command, way, other) <= 0))
                .toList();
        if (ways.size() > 1) {
            throw new BadInput(ways.get(0) + " and " + ways.get(1) + " exclude each other; give one");
        }
        return ways.stream().findFirst();
    }

    private boolean isTyped(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private static TokenSource fromEnvironment(String name, Map<String, String> environment) {
        String token = environment.getOrDefault(name, "").strip();
        if (!name.matches("\\w{1,64}")) {
            throw new BadInput("--token-env takes the name of an environment variable, never a token itself");
        }
        if (token.isEmpty()) {
            throw new BadInput("--token-env: the environment variable " + name + " is not set, or empty");
        }
        try {
            return TokenSource.fixed(token);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--token-env: what " + name + " holds is not a token: " + e.getMessage());
        }
    }

    private TokenSource signIn(Map<String, String> environment, Optional<HttpClient> transport) {
        String id = clientId.or(() ->
                        Optional.ofNullable(environment.get("AZURE_CLIENT_ID")).filter(name -> !name.isEmpty()))
                .orElseThrow(() -> new BadInput("--client-secret-file needs --client-id"));
        IClientCredential secret = ClientCredentialFactory.createFromSecret(secret());
        return transport.map(http -> TokenSource.msal(id, secret, http)).orElseGet(() -> TokenSource.msal(id, secret));
    }

    /** Errors do not name the file: somebody may have put the secret itself there. */
    private String secret() {
        try {
            String secret = Files.readString(clientSecretFile.orElseThrow()).strip();
            if (secret.isEmpty()) {
                throw new BadInput("the file of --client-secret-file is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new BadInput("cannot read the file of --client-secret-file: " + Prose.why(e));
        }
    }
}
