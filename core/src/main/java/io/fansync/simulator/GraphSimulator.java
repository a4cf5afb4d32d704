package io.fansync.simulator;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.GraphCloud;
import io.netty.handler.codec.DateFormatter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Microsoft Graph and a login server on loopback, faithful in what concerns Exchange connectors: the sync action,
 * list and get, JSON batches, throttling, errors in Graph's own words, sign-in over HTTPS.
 *
 * <pre>{@code
 * try (GraphSimulator.Running graph = GraphSimulator.create().tenants(2).start();
 *         ConnectorClient client = ConnectorClient.create(graph.cloud(), TokenSource.fixed("sim.tenant-1.example.mine"))) {
 *     Connector connector = graph.connectors().get(0);
 *     graph.script(connector, Answer.retryAfter("1"), Answer.cutAfter());
 *
 *     client.sync(connector, SyncType.FULL).retryWhen(Backoff.standard()).block();
 *
 *     assertThat(graph.requests()).extracting(Seen::status).containsExactly(429, 0, 204);
 *     assertThat(graph.synced()).containsOnly(entry(connector, 2));
 * }
 * }</pre>
 *
 * <p>Settings are immutable: each method returns a changed copy, and nothing runs before {@link #start()}.
 *
 * <p>The tenants are {@code tenant-1.example}, {@code tenant-2.example} and so on, also known by the directory ids
 * {@code 00000001-0000-4000-8000-000000000000} and so on. A connector's id is {@code
 * 00000001-0000-4000-8000-00000000000a}: the tenant's number first, the connector's last, in hexadecimal and from 1.
 * Graph accepts the tokens that the login server issued, and any {@code sim.TENANT.anything}, such as {@code
 * sim.tenant-1.example.x}.
 *
 * <p>It speaks HTTP/1.1 only, serves nothing else of Graph, and knows neither OData's query options nor a limit on
 * reads.
 */
public final class GraphSimulator {

    private final Settings settings;

    private GraphSimulator(Settings settings) {
        this.settings = settings;
    }

    /** One tenant with ten connectors, 100 writes in 20 s, no latency, no faults. */
    public static GraphSimulator create() {
        return new GraphSimulator(new Settings());
    }

    /** How many tenants there are, 1 by default. */
    public GraphSimulator tenants(int count) {
        atLeast(1, count, "tenants");
        return with(copy -> copy.tenants = count);
    }

    /** How many connectors each tenant has, 10 by default. */
    public GraphSimulator connectors(int perTenant) {
        atLeast(0, perTenant, "connectors");
        return with(copy -> copy.connectors = perTenant);
    }

    /**
     * How many of each tenant's connectors, the last ones, have the status {@code disconnected} instead of {@code
     * connected}; none by default. Graph accepts a sync of these too, but their {@code lastSyncDateTime} never moves.
     */
    public GraphSimulator disconnected(int perTenant) {
        atLeast(0, perTenant, "disconnected");
        return with(copy -> copy.disconnected = perTenant);
    }

    /** How many connectors a page of the list holds, 1,000 by default. */
    public GraphSimulator pageSize(int connectors) {
        atLeast(1, connectors, "pageSize");
        return with(copy -> copy.pageSize = connectors);
    }

    /** How long after an accepted sync the connector's {@code lastSyncDateTime} moves; at once by default. */
    public GraphSimulator syncDelay(Duration delay) {
        notNegative(delay, "syncDelay");
        return with(copy -> copy.syncDelay = delay);
    }

    /**
     * How many writes each tenant may have in any span of this length, 100 in 20 s by default, which is what Graph
     * documents (<a href="https://learn.microsoft.com/graph/throttling-limits">service limits</a>). More are answered
     * 429 and do not count.
     */
    public GraphSimulator quota(int requests, Duration window) {
        atLeast(1, requests, "quota");
        notNegative(window, "window");
        return with(copy -> {
            copy.quota = requests;
            copy.window = window;
        });
    }

    /** Any number of writes at any time. */
    public GraphSimulator noQuota() {
        return with(copy -> copy.quota = 0);
    }

    /** How long Graph takes for each answer, from when it has acted; zero by default. */
    public GraphSimulator latency(Duration each) {
        notNegative(each, "latency");
        return with(copy -> copy.latency = each);
    }

    /**
     * How many in a hundred requests, and in a hundred items of a batch, go wrong; none by default. They are answered
     * 500, 503 or 504, or their connection is closed (not so for an item), each before or after doing what was asked
     * for.
     */
    public GraphSimulator faults(int percent) {
        atLeast(0, percent, "faults");
        if (percent > 100) {
            throw new IllegalArgumentException("faults must be at most 100 percent, but was " + percent);
        }
        return with(copy -> copy.faults = percent);
    }

    /** How a 429 says when to come back, in whole seconds by default. */
    public GraphSimulator retryAfter(RetryAfterForm form) {
        requireNonNull(form, "form");
        return with(copy -> copy.retryAfter = form);
    }

    /** What decides the faults and the order of answers in a batch, 0 by default. */
    public GraphSimulator seed(long seed) {
        return with(copy -> copy.seed = seed);
    }

    /** Graph's port; 0, the default, takes a free one. */
    public GraphSimulator port(int port) {
        atLeast(0, port, "port");
        return with(copy -> copy.port = port);
    }

    /** The login server's port; 0, the default, takes a free one. */
    public GraphSimulator loginPort(int port) {
        atLeast(0, port, "loginPort");
        return with(copy -> copy.loginPort = port);
    }

    /** How long an issued token lasts, 3,599 s by default; then Graph refuses it. */
    public GraphSimulator expiresIn(Duration lifetime) {
        notNegative(lifetime, "expiresIn");
        return with(copy -> copy.expiresIn = lifetime);
    }

    /** The {@code refresh_in} that comes with a token; left out by default. */
    public GraphSimulator refreshIn(Duration age) {
        notNegative(age, "refreshIn");
        return with(copy -> copy.refreshIn = age);
    }

    /** Whether {@link Running#requests()} is kept, so by default. A run of millions is better off without. */
    public GraphSimulator keepRequests(boolean keep) {
        return with(copy -> copy.keepRequests = keep);
    }

    /**
     * Starts both servers, on 127.0.0.1 and on one daemon thread of their own. Blocks until they are bound; the first
     * start in a JVM also waits about a second for {@code keytool}, which makes the login server's certificate.
     *
     * @throws reactor.netty.ChannelBindException if a port is taken
     */
    public Running start() {
        return new Simulation(settings);
    }

    private GraphSimulator with(Consumer<Settings> change) {
        return new GraphSimulator(settings.with(change));
    }

    private static void atLeast(int least, int number, String name) {
        if (number < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but was " + number);
        }
    }

    private static void notNegative(Duration duration, String name) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but was " + duration);
        }
    }

    /**
     * A simulator that serves, until it is closed. Safe to use from any thread; nothing here but {@link #close()}
     * blocks.
     */
    public sealed interface Running extends AutoCloseable permits Simulation {

        /** Both servers, as {@code io.fansync} wants them. */
        GraphCloud cloud();

        /** Graph's root, without {@code /v1.0}. */
        URI graph();

        /** The login server's root. */
        URI login();

        /** The certificate that the login server signed for itself, as a PEM file: trust it to sign in. */
        Path certificate();

        /** Every connector there is, tenant by tenant; a view that takes no memory. */
        List<Connector> connectors();

        /** What Graph saw so far, each request entered when its answer was decided. */
        List<Seen> requests();

        /** How often each connector's sync was really carried out; without those whose never was. */
        Map<Connector, Integer> synced();

        /** What the token endpoint saw so far. */
        List<TokenCall> tokenCalls();

        /** How many of {@link #tokenCalls()} were for that tenant. */
        int tokenCalls(String tenant);

        /** How many of these had that grant type, such as {@code client_credentials}. */
        int tokenCalls(String tenant, String grantType);

        /** What the next requests of the tenant get from Graph, whatever they ask for; a batch is one request. */
        void script(String tenant, Answer... answers);

        /**
         * What the next requests for the connector get, syncs and gets, alone or as an item of a batch; where that is
         * no answer at all, the batch gets none. They are not held to the tenant's quota.
         */
        void script(Connector connector, Answer... answers);

        /** What the next requests for a token of the tenant get from the login server. */
        void scriptSignIn(String tenant, Answer... answers);

        /** From now on and for so long, whatever the tenant asks for is answered 429. Zero ends it. */
        void throttle(String tenant, Duration forHowLong);

        /**
         * From now on and for so long, whatever the tenant asks for is answered 503, without {@code Retry-After}. Zero
         * ends it.
         */
        void outage(String tenant, Duration forHowLong);

        /**
         * Revokes every token of the tenant that was issued, or in the case of {@code sim.TENANT.anything} used,
         * before: Graph answers it with a <a
         * href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">claims challenge</a>.
         */
        void revoke(String tenant);

        /** Closes both servers and their connections and deletes the certificate file; blocks until that is done. */
        @Override
        void close();
    }

    /**
     * How a {@code Retry-After} tells its time: the two forms of
     * <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110</a>, and what Graph does beside.
     */
    public enum RetryAfterForm {
        /** {@code 3}, rounded up. */
        SECONDS,
        /** {@code 2.128}, rounded up. */
        DECIMAL,
        /** {@code Tue, 15 Nov 1994 08:12:31 GMT}, rounded up to the second. */
        DATE,
        /** No header at all. */
        ABSENT;

        Answer on(Answer answer, long nanos, Instant now) {
            return this == ABSENT ? answer : answer.header("Retry-After", value(nanos, now));
        }

        private String value(long nanos, Instant now) {
            if (this == DATE) {
                Instant then = now.plusNanos(nanos + 999_999_999).truncatedTo(ChronoUnit.SECONDS);
                return DateFormatter.format(Date.from(then));
            }
            int decimals = this == DECIMAL ? 3 : 0;
            return BigDecimal.valueOf(nanos, 9)
                    .setScale(decimals, RoundingMode.CEILING)
                    .toString();
        }
    }
}
