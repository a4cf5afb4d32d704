package io.fansync.simulator;

import java.time.Duration;

/** A tenant: its connectors, its quota, and what holds it up. */
final class Tenant {

    private final int number;
    private final String domain;
    private final Connectors connectors;
    private final WriteQuota quota;
    private volatile Trouble trouble = Trouble.NONE;

    Tenant(int number, Connectors connectors, WriteQuota quota) {
        this.number = number;
        this.domain = "tenant-" + number + ".example";
        this.connectors = connectors;
        this.quota = quota;
    }

    String domain() {
        return domain;
    }

    /** The directory id, a GUID. */
    String id() {
        return Ids.guid(number, 0);
    }

    Connectors connectors() {
        return connectors;
    }

    void throttle(long now, Duration forHowLong) {
        trouble = new Trouble(429, now + forHowLong.toNanos());
    }

    void outage(long now, Duration forHowLong) {
        trouble = new Trouble(503, now + forHowLong.toNanos());
    }

    /** Lets a request in, and charges a write to the quota; or says why not. */
    Refusal admit(boolean write, long now) {
        Trouble current = trouble;
        if (now < current.until()) {
            return new Refusal(current.status(), current.until() - now);
        }
        long wait = write ? quota.charge(now) : 0;
        return wait == 0 ? Refusal.NONE : new Refusal(429, wait);
    }

    /** @param status {@code 0} for none */
    record Refusal(int status, long nanos) {

        static final Refusal NONE = new Refusal(0, 0);
    }

    private record Trouble(int status, long until) {

        static final Trouble NONE = new Trouble(0, 0);
    }
}
