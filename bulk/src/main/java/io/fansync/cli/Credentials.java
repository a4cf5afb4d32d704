package io.fansync.cli;

import io.fansync.TokenSource;
import io.fansync.cli.Settings.Origin;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.http.client.HttpClient;

/** Who asks Graph. Secrets come from files and the environment, never from an argument, which every process can see. */
final class Credentials {

    /** How to come to tokens; each but the last is named by an option. */
    enum Way {
        TOKEN_ENV,
        TOKEN_FILE,
        TOKEN_COMMAND,
        CLIENT_SECRET_FILE,
        CERTIFICATE,
        FEDERATED_TOKEN_FILE,
        MANAGED_IDENTITY,
        LOGIN;

        private static final Set<Way> READY = EnumSet.range(TOKEN_ENV, TOKEN_COMMAND);

        String option() {
            return "--" + OptionValue.name(this);
        }

        /** True if the login server is asked. */
        boolean signsIn() {
            return !READY.contains(this) && this != MANAGED_IDENTITY;
        }
    }

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

    @Mixin
    private AppSignIn app = new AppSignIn();

    @Option(names = "--token", hidden = true, arity = "0..1", fallbackValue = "")
    private Optional<String> token = Optional.empty();

    @Option(names = "--client-secret", hidden = true, arity = "0..1", fallbackValue = "")
    private Optional<String> clientSecret = Optional.empty();

    @Option(names = "--certificate-password", hidden = true, arity = "0..1", fallbackValue = "")
    private Optional<String> certificatePassword = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** True if credentials of some kind were given. */
    boolean given(Shell shell) {
        return way(shell).isPresent();
    }

    /** True if tokens are fetched from the sign-in authority. */
    boolean signIn(Shell shell) {
        return way(shell).filter(Way::signsIn).isPresent();
    }

    /**
     * @param apps of the tenants that have one of their own
     * @param path to the login server
     * @param warn told of secrets that others can read
     * @throws BadInput if there are no credentials, too many, or unusable ones
     */
    TokenSource tokens(Shell shell, OwnApps apps, UnaryOperator<HttpClient> path, Consumer<String> warn) {
        HttpClient http = path.apply(HttpClient.create());
        TokenSource others = !given(shell) && apps.suffice() ? OwnApps::none : tokens(shell, http);
        Stream.of(tokenFile.stream(), app.secrets(), apps.secrets())
                .flatMap(files -> files)
                .filter(SecretFile::isOpenToOthers)
                .forEach(file -> warn.accept(file + " can be read by others; chmod 600 keeps it yours"));
        return apps.tokens(others, http);
    }

    private TokenSource tokens(Shell shell, HttpClient http) {
        Way way = way(shell)
                .orElseThrow(() -> new BadInput("no credentials; give --token-env, --token-file, --token-command,"
                        + " --managed-identity, or --client-id with --client-secret-file, --certificate or"
                        + " --federated-token-file, or after 'fansync login'"));
        if (way != Way.CERTIFICATE && isTyped("--certificate-password-file")) {
            throw new BadInput("--certificate-password-file goes with --certificate");
        }
        return switch (way) {
            case TOKEN_ENV -> fromEnvironment(shell, tokenEnv.orElseThrow());
            case TOKEN_FILE -> TokenFile.open(tokenFile.orElseThrow());
            case TOKEN_COMMAND -> new TokenCommand(Words.of(tokenCommand.orElseThrow()));
            case CLIENT_SECRET_FILE -> app.bySecret(shell, http);
            case CERTIFICATE -> app.byCertificate(shell, http);
            case FEDERATED_TOKEN_FILE -> app.byFederatedToken(shell, http);
            case MANAGED_IDENTITY -> app.byManagedIdentity(shell);
            case LOGIN -> app.byLogin(shell, http);
        };
    }

    /**
     * Of several ways, those on the command line count, else those in the environment, else those in the file; there, there
     * must be one. A client id outweighs tokens that are given farther away.
     */
    private Optional<Way> way(Shell shell) {
        refuse("--token", token, "--token-file");
        refuse("--client-secret", clientSecret, "--client-secret-file");
        refuse("--certificate-password", certificatePassword, "--certificate-password-file");
        List<Way> ways = ways();
        if (ways.size() > 1) {
            throw new BadInput(exclude(ways.get(0).option(), ways.get(1).option()));
        }
        return ways.stream().findFirst().or(() -> wayOfApp(shell));
    }

    private static void refuse(String option, Optional<String> secret, String instead) {
        if (secret.isPresent()) {
            throw new BadInput(option + ": a secret is never an argument's value; put it in a file, for " + instead);
        }
    }

    private List<Way> ways() {
        Origin id = origin("--client-id");
        List<Way> given = EnumSet.complementOf(EnumSet.of(Way.LOGIN)).stream()
                .filter(way -> isGiven(way.option()))
                .filter(way -> !Way.READY.contains(way) || origin(way.option()).compareTo(id) <= 0)
                .toList();
        List<Way> nearest = given.stream()
                .filter(way ->
                        given.stream().allMatch(other -> origin(way.option()).compareTo(origin(other.option())) <= 0))
                .toList();
        if (id == Origin.COMMAND_LINE && nearest.stream().anyMatch(Way.READY::contains)) {
            throw new BadInput(exclude("--client-id", nearest.get(0).option()));
        }
        return nearest;
    }

    private Origin origin(String option) {
        return Settings.of(command).origin(command, option);
    }

    private Optional<Way> wayOfApp(Shell shell) {
        if (!app.hasClientId(shell)) {
            return Optional.empty();
        }
        return Optional.of(AppSignIn.federatedToken(shell).isPresent() ? Way.FEDERATED_TOKEN_FILE : Way.LOGIN);
    }

    private static String exclude(String one, String other) {
        return one + " and " + other + " exclude each other; give one";
    }

    private boolean isGiven(String option) {
        Object value = command.findOption(option).getValue();
        return value instanceof Optional<?> text ? text.isPresent() : Boolean.TRUE.equals(value);
    }

    private boolean isTyped(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private static TokenSource fromEnvironment(Shell shell, String name) {
        if (!name.matches("\\w{1,64}")) {
            throw new BadInput("--token-env takes the name of an environment variable, never a token itself");
        }
        String token = shell.variable(name)
                .orElseThrow(
                        () -> new BadInput("--token-env: the environment variable " + name + " is not set, or empty"))
                .strip();
        try {
            return TokenSource.fixed(token);
        } catch (IllegalArgumentException e) {
            throw new BadInput("--token-env: what " + name + " holds is not a token: " + e.getMessage());
        }
    }
}
