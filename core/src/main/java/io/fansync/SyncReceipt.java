package io.fansync;

/**
 * Graph has accepted a sync. That is all a {@code 204 No Content} says: the sync itself goes on at Microsoft, and only the
 * connector's {@code lastSyncDateTime} tells later whether it took place
 * (<a href="https://learn.microsoft.com/graph/api/intune-onboarding-devicemanagementexchangeconnector-sync">sync action</a>).
 *
 * @param connector which connector
 * @param type how much it looks at
 * @param trace what Microsoft's support asks for
 */
public record SyncReceipt(Connector connector, SyncType type, Trace trace) implements SyncAnswer {

    /** A receipt that no server issued, for fakes in tests. */
    public SyncReceipt(Connector connector, SyncType type) {
        this(connector, type, Trace.NONE);
    }
}
