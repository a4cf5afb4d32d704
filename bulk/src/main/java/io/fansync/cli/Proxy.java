package io.fansync.cli;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.netty.transport.ProxyProvider;

/** An HTTP proxy, and which hosts are reached without it. What is on loopback always is. */
final class Proxy {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private static final int HIGHEST_PORT = 65_535;

    private final URI uri;
    private final String direct;

    private Proxy(URI uri, String direct) {
        this.uri = uri;
        this.direct = direct;
    }

    /** The one that the option names, else the one of {@code HTTPS_PROXY}. */
    static Optional<Proxy> of(Optional<String> option, Map<String, String> environment) {
        String direct = either(environment, "NO_PROXY");
        if (option.isPresent()) {
            Proxy proxy = new Proxy(parsed("--proxy", option.get()), direct);
            if (proxy.uri.getRawUserInfo() != null) {
                throw new BadInput(
                        "a secret is never an argument's value; name a proxy with a password in HTTPS_PROXY");
            }
            return Optional.of(proxy);
        }
        String https = either(environment, "HTTPS_PROXY");
        return https.isEmpty() ? Optional.empty() : Optional.of(new Proxy(parsed("HTTPS_PROXY", https), direct));
    }

    /** In Reactor Netty's words. */
    Consumer<ProxyProvider.TypeSpec> provider() {
        return spec -> {
            ProxyProvider.Builder proxy = spec.type(ProxyProvider.Proxy.HTTP)
                    .host(uri.getHost())
                    .port(uri.getPort() < 0 ? 80 : uri.getPort())
                    .nonProxyHostsPredicate(this::isDirect);
            String[] user = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
            if (!user[0].isEmpty()) {
                proxy.username(user[0]).password(name -> user.length > 1 ? user[1] : "");
            }
        };
    }

    boolean isDirect(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return true;
        }
        String host = internet.getHostString().toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(host)
                || Stream.of(direct.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                        .filter(name -> !name.isEmpty())
                        .anyMatch(name -> covers(name, host, internet.getPort()));
    }

    /** {@code *}, {@code host}, {@code .domain} or {@code host:port}; a domain covers what is below it. */
    private static boolean covers(String name, String host, int port) {
        String withoutPort = name.endsWith(":" + port) ? name.substring(0, name.lastIndexOf(':')) : name;
        String domain = withoutPort.startsWith(".") ? withoutPort.substring(1) : withoutPort;
        return name.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    private static URI parsed(String source, String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() <= HIGHEST_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // As any other that cannot be used; and its text may hold a password.
        }
        throw new BadInput(source + " must look like http://host:port; other kinds of proxies are not in this version");
    }

    private static String either(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
    }
}
