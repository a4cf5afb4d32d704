package io.fansync;

/**
 * How much of Exchange a sync looks at, as Graph's
 * <a href="https://learn.microsoft.com/graph/api/resources/intune-onboarding-devicemanagementexchangeconnectorsynctype">
 * deviceManagementExchangeConnectorSyncType</a> has it. That enumeration is closed: it has no
 * {@code unknownFutureValue}.
 */
public enum SyncType {
    /** Every device in Exchange: {@code fullSync}, the admin centre's "Full Sync". */
    FULL("fullSync"),
    /** Only devices that changed since the last sync: {@code deltaSync}, the admin centre's "Quick Sync". */
    DELTA("deltaSync");

    private final String graphName;

    SyncType(String graphName) {
        this.graphName = graphName;
    }

    /** The value that Graph knows, {@code fullSync} or {@code deltaSync}. */
    public String graphName() {
        return graphName;
    }
}
