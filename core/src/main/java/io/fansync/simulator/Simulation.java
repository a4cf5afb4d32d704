package io.fansync.simulator;

import io.fansync.Connector;
import io.fansync.GraphCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

/** The running simulator: puts the parts together, and is the hand that a test has on them. */
final class Simulation implements GraphSimulator.Running {

    private static final int COMPRESSED_FROM_BYTES = 1_024;

    private final Uptime uptime = Uptime.start();
    private final Wire wire = new Wire();
    private final Scripts graphScripts = new Scripts();
    private final Scripts loginScripts = new Scripts();
    private final int connectors;
    private final Ledger ledger;
    private final Tenants tenants;
    private final Tokens tokens;
    private final GraphCloud cloud;
    private final Path certificate;

    Simulation(Settings settings) {
        connectors = settings.connectors;
        ledger = new Ledger(settings.keepRequests);
        tenants = new Tenants(IntStream.rangeClosed(1, settings.tenants)
                .mapToObj(number -> tenant(number, settings))
                .toList());
        tokens = new Tokens(tenants);
        try {
            LoopbackCertificate loopback = LoopbackCertificate.shared();
            cloud = GraphCloud.of(startGraph(settings), startLogin(settings, loopback));
            certificate = write(loopback);
        } catch (RuntimeException failed) {
            wire.close();
            throw failed;
        }
    }

    private static Tenant tenant(int number, Settings settings) {
        return new Tenant(
                number,
                new Connectors(number, settings.connectors, settings.disconnected, settings.syncDelay),
                new WriteQuota(settings.quota, settings.window));
    }

    private String startGraph(Settings settings) {
        Random random = new Random(settings.seed);
        GraphApi api = new GraphApi(
                new ConnectorPages(settings.pageSize, uptime),
                new GraphBatch(random),
                graphScripts,
                new Faults(settings.faults, random),
                settings.retryAfter);
        GraphServer graph = new GraphServer(api, tokens, ledger, uptime);
        int port =
                wire.bind(HttpServer.create().compress(COMPRESSED_FROM_BYTES), settings.port, settings.latency, graph);
        return "http://" + Wire.ADDRESS + ":" + port;
    }

    private String startLogin(Settings settings, LoopbackCertificate loopback) {
        TokenEndpoint endpoint = new TokenEndpoint(tokens, settings.expiresIn, settings.refreshIn);
        LoginServer login = new LoginServer(tenants, endpoint, loginScripts, ledger, uptime);
        SslProvider.GenericSslContextSpec<?> tls = Http11SslContextSpec.forServer(loopback.keys());
        HttpServer https = HttpServer.create().secure(spec -> spec.sslContext(tls));
        int port = wire.bind(https, settings.loginPort, Duration.ZERO, login);
        return "https://" + Wire.ADDRESS + ":" + port;
    }

    private static Path write(LoopbackCertificate loopback) {
        try {
            return Files.writeString(Files.createTempFile("fansync-simulator", ".pem"), loopback.pem());
        } catch (IOException e) {
            throw new UncheckedIOException("The login server's certificate could not be written", e);
        }
    }

    @Override
    public GraphCloud cloud() {
        return cloud;
    }

    @Override
    public URI graph() {
        return cloud.graph();
    }

    @Override
    public URI login() {
        return cloud.login();
    }

    @Override
    public Path certificate() {
        return certificate;
    }

    @Override
    public List<Connector> connectors() {
        return new AbstractList<>() {

            @Override
            public Connector get(int index) {
                Objects.checkIndex(index, size());
                Tenant tenant = tenants.all().get(index / connectors);
                return connector(tenant, index % connectors + 1);
            }

            @Override
            public int size() {
                return Math.multiplyExact(tenants.all().size(), connectors);
            }
        };
    }

    private static Connector connector(Tenant tenant, int number) {
        return new Connector(tenant.domain(), tenant.connectors().id(number));
    }

    @Override
    public List<Seen> requests() {
        return ledger.requests();
    }

    @Override
    public Map<Connector, Integer> synced() {
        Map<Connector, Integer> synced = new LinkedHashMap<>();
        tenants.all()
                .forEach(tenant -> tenant.connectors()
                        .forEachSynced((number, times) -> synced.put(connector(tenant, number), times)));
        return synced;
    }

    @Override
    public List<TokenCall> tokenCalls() {
        return ledger.tokenCalls();
    }

    @Override
    public int tokenCalls(String tenant) {
        return (int) tokenCallsOf(tenant).count();
    }

    @Override
    public int tokenCalls(String tenant, String grantType) {
        return (int) tokenCallsOf(tenant)
                .filter(call -> call.grantType().equals(grantType))
                .count();
    }

    private Stream<TokenCall> tokenCallsOf(String tenant) {
        String domain = tenants.get(tenant).domain();
        return tokenCalls().stream().filter(call -> call.tenant().equals(domain));
    }

    @Override
    public void script(String tenant, Answer... answers) {
        graphScripts.add(tenants.get(tenant).domain(), List.of(answers));
    }

    @Override
    public void script(Connector connector, Answer... answers) {
        graphScripts.add(tenants.get(connector.tenant()).domain() + "/" + connector.id(), List.of(answers));
    }

    @Override
    public void scriptSignIn(String tenant, Answer... answers) {
        loginScripts.add(tenants.get(tenant).domain(), List.of(answers));
    }

    @Override
    public void throttle(String tenant, Duration forHowLong) {
        tenants.get(tenant).throttle(uptime.nanos(), forHowLong);
    }

    @Override
    public void outage(String tenant, Duration forHowLong) {
        tenants.get(tenant).outage(uptime.nanos(), forHowLong);
    }

    @Override
    public void revoke(String tenant) {
        tokens.revoke(tenants.get(tenant), uptime.nanos());
    }

    @Override
    public void close() {
        wire.close();
        try {
            Files.deleteIfExists(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException("The login server's certificate could not be deleted", e);
        }
    }
}
