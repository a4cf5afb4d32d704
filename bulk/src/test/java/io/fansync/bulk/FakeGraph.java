package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Graph on virtual time: a quota for each tenant in a sliding window, a latency, scripted answers, and a record of what it saw. */
final class FakeGraph implements ConnectorClient {

    /** One connector's request as the server saw it. */
    record Call(Connector connector, Duration at, SyncAnswer answer) {}

    final List<Call> calls = new ArrayList<>();
    final List<Integer> batches = new ArrayList<>();
    int inFlight;
    int mostInFlight;

    /** When each connector's sync was really done, be it answered so or not. */
    final Map<Connector, List<Duration>> done = new HashMap<>();

    private final Set<SyncAnswer> afterWork = Collections.newSetFromMap(new IdentityHashMap<>());
    private final VirtualTimeScheduler time;
    private final Map<String, Deque<Duration>> accepted = new HashMap<>();
    private final Map<Connector, Deque<SyncAnswer>> scripts = new HashMap<>();
    private final Map<String, Duration> closedUntil = new HashMap<>();
    private Duration latency = Duration.ofMillis(100);
    private int quota = Integer.MAX_VALUE;
    private Duration window = Duration.ofSeconds(20);
    private boolean namesTime = true;
    private int batchSize = 1;
    private Duration outageUntil = Duration.ZERO;
    private @Nullable SyncException batchRefusal;

    FakeGraph(VirtualTimeScheduler time) {
        this.time = time;
    }

    FakeGraph latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    FakeGraph quota(int requests, Duration window) {
        this.quota = requests;
        this.window = window;
        return this;
    }

    FakeGraph withoutRetryAfter() {
        this.namesTime = false;
        return this;
    }

    FakeGraph batchSize(int connectors) {
        this.batchSize = connectors;
        return this;
    }

    /** Refuses the tenant's requests until then. */
    FakeGraph closed(String tenant, Duration until) {
        closedUntil.put(tenant, until);
        return this;
    }

    /** Fails until then, whatever it is asked. */
    void outage(Duration until) {
        outageUntil = until;
    }

    /** Every batch gets this, as a whole. */
    void refuseBatches(SyncException refusal) {
        batchRefusal = refusal;
    }

    /** The answers to the connector's first requests; after them it is answered as any other. */
    FakeGraph answers(Connector connector, SyncAnswer... answers) {
        scripts.put(connector, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    /** The answer to the connector's first request, which is done all the same. */
    FakeGraph answersAfterWork(Connector connector, SyncAnswer answer) {
        afterWork.add(answer);
        return answers(connector, answer);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return exchange(List.of(connector), type).single().map(answer -> {
            if (answer instanceof SyncException refusal) {
                throw refusal;
            }
            return (SyncReceipt) answer;
        });
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        batches.add(ids.size());
        if (batchRefusal != null) {
            return Mono.delay(latency, time).thenMany(Flux.error(batchRefusal));
        }
        return exchange(ids.stream().map(id -> new Connector(tenant, id)).toList(), type);
    }

    private Flux<SyncAnswer> exchange(List<Connector> connectors, SyncType type) {
        return Flux.defer(() -> {
            inFlight++;
            mostInFlight = Math.max(mostInFlight, inFlight);
            return Mono.delay(latency.dividedBy(2), time)
                    .thenMany(Flux.defer(() -> Flux.fromIterable(
                            connectors.stream().map(c -> arrived(c, type)).toList())))
                    .collectList()
                    .delayElement(latency.dividedBy(2), time)
                    .doOnTerminate(() -> inFlight--)
                    .doOnCancel(() -> inFlight--)
                    .flatMapIterable(answers -> answers);
        });
    }

    private SyncAnswer arrived(Connector connector, SyncType type) {
        Duration now = now();
        SyncAnswer answer = judge(connector, type, now);
        calls.add(new Call(connector, now, answer));
        if (answer instanceof SyncReceipt || afterWork.contains(answer)) {
            done.computeIfAbsent(connector, first -> new ArrayList<>()).add(now);
        }
        return answer;
    }

    private SyncAnswer judge(Connector connector, SyncType type, Duration now) {
        Deque<SyncAnswer> script = scripts.getOrDefault(connector, new ArrayDeque<>());
        if (!script.isEmpty()) {
            return script.remove();
        }
        if (now.compareTo(outageUntil) < 0) {
            return new Unavailable("503", true);
        }
        Duration open = closedUntil.getOrDefault(connector.tenant(), Duration.ZERO);
        if (open.compareTo(now) > 0) {
            return refusal(open.minus(now));
        }
        Deque<Duration> inWindow = accepted.computeIfAbsent(connector.tenant(), tenant -> new ArrayDeque<>());
        while (!inWindow.isEmpty() && inWindow.element().plus(window).compareTo(now) <= 0) {
            inWindow.remove();
        }
        if (inWindow.size() >= quota) {
            return refusal(inWindow.element().plus(window).minus(now));
        }
        inWindow.add(now);
        return new SyncReceipt(connector, type);
    }

    private Throttled refusal(Duration left) {
        return new Throttled("429", namesTime ? left : Duration.ZERO);
    }

    Duration now() {
        return Duration.ofNanos(time.now(TimeUnit.NANOSECONDS));
    }

    List<Call> callsOf(String tenant) {
        return calls.stream()
                .filter(call -> call.connector().tenant().equals(tenant))
                .toList();
    }

    long refusals() {
        return calls.stream().filter(call -> call.answer() instanceof Throttled).count();
    }

    static List<Connector> connectors(String tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Connector(tenant, "c" + i))
                .toList();
    }
}
