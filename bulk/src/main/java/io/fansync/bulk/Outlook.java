package io.fansync.bulk;

import io.fansync.bulk.BulkProgress.Pause;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tenants of a run have ahead of them, at one moment: who is held up by what, and how long it will take. */
final class Outlook {

    private final long now;
    private int atQuota;
    private final Set<TenantGate> paused = new HashSet<>();
    private long longestPause;
    private @Nullable TenantGate longestPaused;
    /** Until the quota of the slowest tenant has let through all that it has. */
    private long quotaTime;
    /** Connectors that no quota holds up at the moment: how fast they go, only the rate tells. */
    private long unhindered;

    Outlook(long now) {
        this.now = now;
    }

    /** A tenant with so many connectors to send. */
    void add(TenantGate gate, long ahead) {
        if (ahead <= 0) {
            return;
        }
        if (gate.closedFor(now) > 0) {
            addIfPaused(gate);
        } else if (gate.throttle().isAtQuota(now)) {
            atQuota++;
        } else {
            unhindered += ahead;
        }
        quotaTime = Math.max(quotaTime, gate.timeFor(ahead, now));
    }

    /** A tenant with connectors that wait for whatever it is. */
    void addIfPaused(TenantGate gate) {
        long closed = gate.closedFor(now);
        if (closed > 0) {
            paused.add(gate);
        }
        if (closed > longestPause) {
            longestPause = closed;
            longestPaused = gate;
        }
    }

    int atQuota() {
        return atQuota;
    }

    int paused() {
        return paused.size();
    }

    Optional<Pause> longestPause() {
        return Optional.ofNullable(longestPaused)
                .map(gate -> new Pause(
                        gate.tenant(),
                        Duration.ofNanos(longestPause),
                        gate.isThrottled(now) ? Pause.Reason.THROTTLED : Pause.Reason.UNREACHABLE));
    }

    /**
     * The run ends when its slowest tenant does, or when all that no quota holds up has had its turn.
     *
     * @param rate connectors per second, where they have to wait for a place in flight; infinite where they have not
     */
    Optional<Duration> timeLeft(double rate) {
        double work = unhindered == 0 ? 0 : unhindered * 1e9 / rate;
        return work == Double.POSITIVE_INFINITY
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(quotaTime, (long) work)));
    }
}
