package io.fansync;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where a cloud's Graph and its sign-in live
 * (<a href="https://learn.microsoft.com/graph/deployments">national cloud deployments</a>, and two of those that <a
 * href="https://learn.microsoft.com/powershell/module/microsoft.graph.authentication/get-mgenvironment">Graph's PowerShell
 * lists</a>). Tokens of one cloud do not serve in another.
 *
 * @param graph the root of Graph, without {@code /v1.0}: https, or http on a loopback address
 * @param login the root of the sign-in authority: https
 */
public record GraphCloud(URI graph, URI login) {

    /** Microsoft's global cloud, US Government GCC included. */
    public static final GraphCloud GLOBAL = of("https://graph.microsoft.com", "https://login.microsoftonline.com");

    /** US Government L4, also known as GCC High. */
    public static final GraphCloud US_GOV = of("https://graph.microsoft.us", "https://login.microsoftonline.us");

    /** US Government L5, also known as DoD. */
    public static final GraphCloud US_GOV_DOD =
            of("https://dod-graph.microsoft.us", "https://login.microsoftonline.us");

    /** China, operated by 21Vianet. */
    public static final GraphCloud CHINA =
            of("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn");

    /** France, operated by Bleu. */
    public static final GraphCloud BLEU = of("https://graph.svc.sovcloud.fr", "https://login.sovcloud-identity.fr");

    /** Germany, operated by Delos. */
    public static final GraphCloud DELOS = of("https://graph.svc.sovcloud.de", "https://login.sovcloud-identity.de");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException if a root is not of the form above */
    public GraphCloud {
        graph = root("Graph", graph);
        login = root("login", login);
        if (!graph.getScheme().equals("https") && !LOOPBACK.contains(graph.getHost())) {
            throw new IllegalArgumentException("Graph's URL must be https, or http on loopback, but was " + graph);
        }
        if (!login.getScheme().equals("https")) {
            throw new IllegalArgumentException("The login URL must be https, but was " + login);
        }
    }

    /**
     * Another cloud, a proxy of your own, or a simulator.
     *
     * @throws IllegalArgumentException if a root is not of the form that {@link GraphCloud} asks for
     */
    public static GraphCloud of(String graph, String login) {
        return new GraphCloud(parsed("Graph", graph), parsed("login", login));
    }

    /** The scope of an application's token: all that it was granted, {@code https://graph.microsoft.com/.default}. */
    public String scope() {
        return graph + "/.default";
    }

    private static URI parsed(String what, String root) {
        try {
            return new URI(root);
        } catch (URISyntaxException e) {
            throw misshapen(what, root);
        }
    }

    private static URI root(String what, URI uri) {
        requireNonNull(uri, what);
        boolean root = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getPort() <= HIGHEST_PORT
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!root) {
            throw misshapen(what, uri.toString());
        }
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    private static IllegalArgumentException misshapen(String what, String root) {
        return new IllegalArgumentException(
                "The " + what + " URL must look like https://host or https://host:port, but was " + root);
    }
}
