package io.fansync.bulk;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Syncs many connectors, over many tenants: each tenant as fast as its quota allows and no faster, and none held up by another.
 *
 * <p>An application has one. Immutable: each method returns a copy that differs in one thing. What is learnt about the
 * tenants' quotas, the requests in flight and the budget for resends belong to the object that {@link #over} made: every copy
 * and every run share them, so runs that overlap use one quota and take turns.
 *
 * <p>A connector that waits, for its turn, its tenant's quota or after a failure, holds no connection, no slot and no timer.
 */
public final class BulkSync {

    /** A hundred years, to which longer ones are cut, so that nanoseconds do not overflow. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Dispatcher dispatcher;
    private final Settings settings;

    private BulkSync(Dispatcher dispatcher, Settings settings) {
        this.dispatcher = dispatcher;
        this.settings = settings;
    }

    /** Syncs through the client; its timer is Reactor's {@link Schedulers#single()}. */
    public static BulkSync over(ConnectorClient client) {
        return over(client, Schedulers.single());
    }

    /**
     * Syncs through the client; time is read from the scheduler, and the one timer runs on it. The scheduler has to outlive the runs: one
     * that is disposed of no longer runs the timer, and does not say so. A run that waits for nothing else then ends with an error no
     * sooner than something happens: an answer, a stop, another run or call, or {@link #load()}.
     */
    public static BulkSync over(ConnectorClient client, Scheduler scheduler) {
        return over(client, scheduler, new SplittableRandom());
    }

    static BulkSync over(ConnectorClient client, Scheduler scheduler, RandomGenerator random) {
        requireNonNull(client, "client");
        return new BulkSync(new Dispatcher(client, scheduler, random), new Settings());
    }

    /** At most so many requests in flight, over all tenants and all runs. Defaults to 64. */
    public BulkSync concurrency(int requests) {
        return with(settings -> settings.concurrency = atLeastOne("concurrency", requests));
    }

    /**
     * At most so many requests in flight for one tenant, within {@link #concurrency}. No bound of its own by default: a tenant that
     * answers slowly may then take every place that no other tenant has a use for.
     */
    public BulkSync concurrencyPerTenant(int requests) {
        return with(settings -> settings.concurrencyPerTenant = atLeastOne("concurrencyPerTenant", requests));
    }

    /**
     * What to believe of the quota of a tenant that is not known yet. Defaults to the published 100 requests in 20 seconds. A
     * tenant that this object has met already keeps what was learnt, and the promise, or none, that it was met with.
     */
    public BulkSync quota(Quota quota) {
        requireNonNull(quota, "quota");
        return with(settings -> settings.quota = quota);
    }

    /**
     * At most so many connectors in one request, where the client can send several; 1 sends each alone. Defaults to 20, which is
     * the most that Graph takes. A batch saves round trips, not quota.
     *
     * <p>No connector waits for others to share a request with; those that a source delivers before its {@code request} returns,
     * as a list's does, are taken in together. One that blocks meanwhile belongs on a thread of its own ({@link
     * Flux#subscribeOn}).
     */
    public BulkSync batch(int connectors) {
        return with(settings -> settings.batch = atLeastOne("batch", connectors));
    }

    /**
     * At most so many resends of one connector after answers that leave open whether Graph acted: a 500, 502, 503 without a time,
     * 504, or a connection lost after the request was written. Total attempts = 1 + {@code maxRetries}. Defaults to 5. What Graph
     * refused for quota, or what never left, is sent again without being counted; what never left because nobody knows the host's
     * name, or its certificate is not trusted, fails once a minute has passed in which no request of any run ever got through.
     */
    public BulkSync maxRetries(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("maxRetries must not be negative, but was " + retries);
        }
        return with(settings -> settings.maxRetries = retries);
    }

    /** Never sends again what Graph may have accepted: it comes out as {@link SyncOutcome.Unknown}. Off by default. */
    public BulkSync atMostOnce() {
        return with(settings -> settings.atMostOnce = true);
    }

    /**
     * Watches what Graph tells as each connector's last sync: reads it before the connector is sent, and again, ever more seldom and
     * at most so long, after it was accepted. It comes out as {@link SyncOutcome.Confirmed} once that has moved, which is the only
     * sign of a sync that Graph gives: an accepted one may still fail, or find the connector gone. Otherwise it is {@link
     * SyncOutcome.Unconfirmed}, with a reason. Off by default.
     *
     * <p>Each reading is a request within the tenant's quota for all requests, and waits for its turn like any other, the last
     * one as well. A connector that waits to be read counts to the {@link #lookAhead}, all of which {@link #syncTenants} then
     * grants to each tenant. Implies {@link #verifyAmbiguous}.
     */
    public BulkSync confirm(ConnectorDirectory directory, Duration atMost) {
        longerThanZero("atMost", atMost);
        BulkSync verifying = verifyAmbiguous(directory);
        return verifying.with(settings -> settings.confirm = Optional.of(atMost));
    }

    /**
     * Settles an answer that leaves open whether Graph acted by what Graph tells as the connector's last sync: if that has moved
     * since it was read, before the connector was sent, it comes out as {@link SyncOutcome.Confirmed} and is not sent again.
     * Otherwise it is sent again as without this, or, where it must not be, watched for as long as {@link #confirm} says, or 30
     * seconds, before it is {@link SyncOutcome.Unknown}. Costs a reading for each connector. Off by default.
     */
    public BulkSync verifyAmbiguous(ConnectorDirectory directory) {
        requireNonNull(directory, "directory");
        return with(settings -> settings.directory = Optional.of(directory));
    }

    /**
     * How many connectors of a merged source may be under way, from the source to the subscriber. Defaults to 4,096. It bounds
     * memory, and with it fairness: where more connectors of one tenant than this come in a row, the tenants behind them wait
     * until it lets them in. With {@link #syncTenants} no tenant waits for another so.
     */
    public BulkSync lookAhead(int connectors) {
        return with(settings -> settings.lookAhead = atLeastOne("lookAhead", connectors));
    }

    /** Stops a run so long after it was subscribed to. None by default. See {@link #stopWhen}. */
    public BulkSync deadline(Duration deadline) {
        return with(settings -> settings.deadline = Optional.of(longerThanZero("deadline", deadline)));
    }

    /**
     * Stops a run at the publisher's first signal. Nothing is sent any more; what is in flight settles within the {@linkplain
     * #grace grace period} or becomes {@link SyncOutcome.Unknown}; what was taken from the source and not sent comes out as {@link
     * SyncOutcome.Unsent}; then the run completes. Given several times, any of the publishers stops it.
     */
    public BulkSync stopWhen(Publisher<?> signal) {
        requireNonNull(signal, "signal");
        return with(settings -> settings.stopWhen = Flux.firstWithSignal(settings.stopWhen, signal));
    }

    /** How long what is in flight may take to settle after a stop. Defaults to 10 seconds. */
    public BulkSync grace(Duration grace) {
        return with(settings -> settings.grace = longerThanZero("grace", grace));
    }

    /**
     * Where runs remember what was sent and what came of it; {@link Journal#none()} by default. It serves one run at a time: a
     * second one ends at once with an error. A run that finds an earlier one's traces goes on with it: what was settled for good
     * comes out as {@link SyncOutcome.Skipped}, all else is sent, a connector of which only the request is known as well, unless
     * {@link #atMostOnce} has it come out as {@link SyncOutcome.Unknown}. What became of a request is emitted once the journal has
     * it. When the journal cannot be written any more, the run stops as by {@link #stopWhen}, and then ends with the {@link
     * JournalException}.
     */
    public BulkSync journal(Journal journal) {
        requireNonNull(journal, "journal");
        return with(settings -> settings.journal = journal);
    }

    /**
     * Has each run tell where it stands, every so often and once more at its end; a cancelled run tells nothing more. The listener
     * is called by one thread at a time and must not block.
     */
    public BulkSync progress(Duration every, Consumer<BulkProgress> listener) {
        requireNonNull(listener, "listener");
        return with(settings -> {
            settings.progressEvery = Optional.of(longerThanZero("every", every));
            settings.progress = listener;
        });
    }

    /**
     * Has the outcomes of each run pass through an operator, after those that were given before: to count them or to observe the
     * run, wherever in an application it is started. What the operator writes to the Reactor Context reaches the client.
     */
    public BulkSync eachRun(UnaryOperator<Flux<SyncOutcome>> operator) {
        requireNonNull(operator, "operator");
        UnaryOperator<Flux<SyncOutcome>> before = settings.eachRun;
        return with(settings -> settings.eachRun = run -> operator.apply(before.apply(run)));
    }

    /** What all runs and calls together are at, as of now or of a moment ago. */
    public BulkLoad load() {
        return dispatcher.load();
    }

    /**
     * The same client behind the same gates. Each subscription to its {@code sync} waits for its tenant's permit and a place in
     * flight, ahead of the runs, and is then sent once; cancelling before that sends nothing.
     */
    public ConnectorClient client() {
        return new ConnectorClient() {
            @Override
            public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
                return Mono.create(sink -> new Single(dispatcher, settings, connector, type, sink).begin());
            }

            @Override
            public Optional<GraphCloud> cloud() {
                return dispatcher.cloud();
            }
        };
    }

    /**
     * Syncs connectors of any number of tenants, in whatever order they come.
     *
     * <p><b>Each subscription</b> is a run of its own: it takes the connectors from the source, {@link #lookAhead} at a time, and
     * emits one {@link SyncOutcome} for each, in the order in which they are settled. A connector that comes again while it is
     * under way comes out as {@link SyncOutcome.Skipped}. Where the subscriber asks for nothing more, sending stops with the
     * outcomes of at most one request more than {@link #concurrency} waiting for it.
     *
     * <p><b>Errors:</b> only the source's own and the {@linkplain #journal journal's}, after all that was taken has been settled
     * and emitted; an {@link IllegalArgumentException} after a request for less than one outcome; and an {@link
     * IllegalStateException} with the cause, where the engine cannot go on, as when its scheduler has been disposed: what is in
     * flight then comes out as {@link SyncOutcome.Unknown} at once. What fails after that is suppressed in it. A failed sync is an
     * outcome.
     *
     * <p><b>Cancelling</b> sends nothing more; what is in flight is left to settle within the {@linkplain #grace grace period}.
     * A source that blocks inside {@code request} and brings nothing is cancelled when it returns.
     *
     * <p><b>Threads:</b> never blocks. Outcomes arrive one at a time, on the thread that settled them (the client's, the
     * source's, the timer's, the journal's, be it of another run) or the one that asked for them. With a journal, the source is
     * subscribed to on the thread on which that opens.
     */
    public Flux<SyncOutcome> sync(Publisher<Connector> connectors, SyncType type) {
        requireNonNull(connectors, "connectors");
        return run(type, sources -> sources.openMerged(connectors, settings.lookAhead));
    }

    /**
     * Syncs connectors tenant by tenant, so that no tenant waits for another's to be read. As {@link #sync}, but each tenant's
     * ids are pulled as its turns come, 64 or four full requests ahead, whichever is more, but no more than {@link #lookAhead}; the
     * tenants themselves are pulled at once, so memory grows with their number.
     *
     * <p><b>Each subscription</b>, <b>errors</b>, <b>cancelling</b> and <b>threads:</b> as {@link #sync}; an error of one
     * tenant's ids is an error of the source.
     */
    public Flux<SyncOutcome> syncTenants(Publisher<TenantConnectors> tenants, SyncType type) {
        requireNonNull(tenants, "tenants");
        return run(type, sources -> sources.openTenants(tenants, lookAheadPerTenant()));
    }

    private int lookAheadPerTenant() {
        int fourRequests = 4 * Math.min(settings.batch, dispatcher.batchSize());
        return settings.confirm.isPresent()
                ? settings.lookAhead
                : Math.min(Math.max(64, fourRequests), settings.lookAhead);
    }

    private Flux<SyncOutcome> run(SyncType type, Consumer<Sources> opener) {
        requireNonNull(type, "type");
        return settings.eachRun.apply(new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super SyncOutcome> subscriber) {
                new Run(dispatcher, settings, type, subscriber).begin(opener);
            }
        });
    }

    private BulkSync with(Consumer<Settings> change) {
        return new BulkSync(dispatcher, settings.with(change));
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
        }
        return value;
    }

    private static Duration longerThanZero(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " must be longer than zero, but was " + value);
        }
        return value.compareTo(FOREVER) < 0 ? value : FOREVER;
    }
}
