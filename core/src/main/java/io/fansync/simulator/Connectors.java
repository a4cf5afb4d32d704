package io.fansync.simulator;

import java.time.Duration;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The connectors of a tenant, numbered from 1: which there are, how often each was synced and when last. */
final class Connectors {

    private static final String NEVER_SYNCED = "0001-01-01T00:00:00Z";
    private static final long NUMBER = 0xffff_ffff_ffffL;

    private final int tenant;
    private final int count;
    private final int disconnected;
    private final long syncDelay;
    private int[] synced = {};
    private long[] lastSync = {};
    private long[] due = {};

    Connectors(int tenant, int count, int disconnected, Duration syncDelay) {
        this.tenant = tenant;
        this.count = count;
        this.disconnected = disconnected;
        this.syncDelay = syncDelay.toNanos();
    }

    int count() {
        return count;
    }

    String id(int number) {
        return Ids.guid(tenant, number);
    }

    /** The number of the connector with that id, {@code 0} if there is none. */
    int number(String id) {
        try {
            long number = UUID.fromString(id).getLeastSignificantBits() & NUMBER;
            return number >= 1 && number <= count && id((int) number).equalsIgnoreCase(id) ? (int) number : 0;
        } catch (IllegalArgumentException notGuid) {
            return 0;
        }
    }

    /** Accepts a sync, which takes effect after the delay; one that is asked for meanwhile is part of it. */
    synchronized void sync(int number, long now) {
        if (synced.length == 0) {
            synced = new int[count + 1];
            lastSync = new long[count + 1];
            due = new long[count + 1];
        }
        settle(number, now);
        synced[number]++;
        if (due[number] == 0 && connected(number)) {
            due[number] = now + syncDelay;
        }
    }

    synchronized void forEachSynced(BiConsumer<Integer, Integer> numberAndTimes) {
        for (int number = 1; number < synced.length; number++) {
            if (synced[number] > 0) {
                numberAndTimes.accept(number, synced[number]);
            }
        }
    }

    /** The connector's properties, in JSON without the braces around them. */
    String json(int number, Uptime uptime, long now) {
        return """
                "id":"%s","lastSyncDateTime":"%s","status":"%s",\
                "primarySmtpAddress":"sync-%4$s@tenant-%5$s.example","serverName":"ex%4$s.tenant-%5$s.example",\
                "connectorServerName":"agent%4$s.tenant-%5$s.example","exchangeConnectorType":"onPremises",\
                "version":"5.5.7910.0","exchangeAlias":"exchange-%4$s","exchangeOrganization":"Organization %4$s"\
                """.formatted(
                        id(number),
                        lastSync(number, uptime, now),
                        connected(number) ? "connected" : "disconnected",
                        number,
                        tenant);
    }

    private synchronized String lastSync(int number, Uptime uptime, long now) {
        if (synced.length == 0) {
            return NEVER_SYNCED;
        }
        settle(number, now);
        return lastSync[number] == 0
                ? NEVER_SYNCED
                : uptime.instant(lastSync[number]).toString();
    }

    private void settle(int number, long now) {
        if (due[number] != 0 && due[number] <= now) {
            lastSync[number] = due[number];
            due[number] = 0;
        }
    }

    private boolean connected(int number) {
        return number <= count - disconnected;
    }
}
