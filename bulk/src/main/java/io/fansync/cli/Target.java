package io.fansync.cli;

import io.fansync.GraphCloud;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/** Which Graph the requests go to, and by what way. */
final class Target {

    enum Cloud {
        GLOBAL(GraphCloud.GLOBAL),
        US_GOV(GraphCloud.US_GOV),
        US_GOV_DOD(GraphCloud.US_GOV_DOD),
        CHINA(GraphCloud.CHINA),
        BLEU(GraphCloud.BLEU),
        DELOS(GraphCloud.DELOS);

        private final GraphCloud roots;

        Cloud(GraphCloud roots) {
            this.roots = roots;
        }
    }

    @Option(
            names = "--cloud",
            paramLabel = "global|us-gov|us-gov-dod|china|bleu|delos",
            description = "The cloud, by name; global by default.")
    private Optional<Cloud> cloud = Optional.empty();

    @Option(
            names = "--graph-url",
            paramLabel = "URL",
            description = "Another Graph: its root, without /v1.0; https, or http on loopback.")
    private Optional<String> graph = Optional.empty();

    @Option(names = "--login-url", paramLabel = "URL", description = "Where to sign in for --graph-url: https.")
    private Optional<String> login = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = "Certificates of authorities to trust beside Java's own, for Graph and for sign-in.")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "HTTP proxy, for Graph and for sign-in; by default HTTPS_PROXY, minus what NO_PROXY names.")
    private Optional<String> proxy = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** The cloud, if one was named. */
    Optional<GraphCloud> named() {
        boolean named = cloud.isPresent() || graph.isPresent() || login.isPresent();
        return named ? Optional.of(cloud(true)) : Optional.empty();
    }

    /** @param signIn whether tokens are fetched from the sign-in authority */
    GraphCloud cloud(boolean signIn) {
        int stronger = Settings.of(command).compare(command, "--cloud", "--graph-url");
        if (graph.isEmpty() || stronger < 0) {
            if (graph.isEmpty() && login.isPresent()) {
                throw new BadInput("--login-url goes with --graph-url; clouds that have a name are given by --cloud");
            }
            return cloud.orElse(Cloud.GLOBAL).roots;
        }
        if (cloud.isPresent() && stronger == 0) {
            throw new BadInput("--cloud and --graph-url exclude each other; give one");
        }
        if (signIn && login.isEmpty()) {
            throw new BadInput("--graph-url needs --login-url where fansync signs in");
        }
        return custom(graph.get());
    }

    private GraphCloud custom(String root) {
        if (root.matches(".*/(v1\\.0|beta)/?")) {
            throw new BadInput("--graph-url is the root of Graph, without /v1.0, which is added; not " + root);
        }
        try {
            return GraphCloud.of(root, login.orElse(GraphCloud.GLOBAL.login().toString()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(Prose.printable(String.valueOf(e.getMessage())));
        }
    }

    /** The way there, where that is not the straight one. */
    UnaryOperator<HttpClient> way(Map<String, String> environment) {
        Optional<SslProvider> trust = authorities.map(Authorities::trusting);
        Optional<Proxy> by = Proxy.of(proxy, environment);
        return straight -> {
            HttpClient http = trust.map(straight::secure).orElse(straight);
            return by.map(proxied -> http.proxy(proxied.provider())).orElse(http);
        };
    }
}
