package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {

    private static final Optional<String> PROXY = Optional.of("http://proxy:8080");

    private static boolean isDirect(String noProxy, String host) {
        Proxy proxy = Proxy.of(PROXY, Map.of("NO_PROXY", noProxy)).orElseThrow();
        return proxy.isDirect(InetSocketAddress.createUnresolved(host, 443));
    }

    @ParameterizedTest
    @CsvSource({
        "'', graph.microsoft.com, false",
        "'', 127.0.0.1, true",
        "'', localhost, true",
        "*, graph.microsoft.com, true",
        "graph.microsoft.com, graph.microsoft.com, true",
        "microsoft.com, graph.microsoft.com, true",
        ".microsoft.com, graph.microsoft.com, true",
        "'example.com, MICROSOFT.com', graph.microsoft.com, true",
        "graph.microsoft.com:443, graph.microsoft.com, true",
        "graph.microsoft.com:8443, graph.microsoft.com, false",
        "soft.com, graph.microsoft.com, false"
    })
    void leaves_out_what_no_proxy_names(String noProxy, String host, boolean direct) {
        assertThat(isDirect(noProxy, host)).isEqualTo(direct);
    }

    @Test
    void is_the_environments_unless_named() {
        assertThat(Proxy.of(Optional.empty(), Map.of())).isEmpty();
        assertThat(Proxy.of(Optional.empty(), Map.of("HTTPS_PROXY", ""))).isEmpty();
        assertThat(Proxy.of(Optional.empty(), Map.of("https_proxy", "user:password@proxy:8080")))
                .isPresent();
        assertThat(Proxy.of(PROXY, Map.of("HTTPS_PROXY", "not a proxy"))).isPresent();
    }
}
