package io.fansync.bulk;

import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.SyncReceipt;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has been read of a connector's last sync, before it was sent and since. */
final class Watch {

    /** Why the connector is read. */
    enum Stage {
        /** To know what there was before it is sent. */
        BEFORE,
        /** It was accepted: to see the sync. */
        CONFIRM,
        /** It may have been accepted: to find out. */
        VERIFY
    }

    Stage stage = Stage.BEFORE;
    /** When to give it up. */
    long until;
    /** True if it is to be sent again where no sync is seen. */
    boolean again;
    /** How often it was read in this stage. */
    int looks;

    @Nullable
    SyncReceipt receipt;

    /** Why the last reading came to nothing; empty if it did not. */
    String trouble = "";

    private @Nullable ConnectorDetails before;
    private Optional<Instant> latest = Optional.empty();

    void next(Stage stage, long until) {
        this.stage = stage;
        this.until = until;
        this.looks = 0;
    }

    /** True if a reading that did not get through is to be made again. */
    boolean mayReadAgain(long now) {
        return now < until || stage == Stage.BEFORE || stage == Stage.VERIFY && again;
    }

    void read(ConnectorDetails details) {
        if (stage == Stage.BEFORE) {
            before = details;
        }
        latest = details.lastSyncDateTime();
        trouble = "";
    }

    /** True if there is something to compare with. */
    boolean isComparable() {
        return before != null;
    }

    boolean isOnPremises() {
        return before != null && before.exchangeConnectorType() == ExchangeConnectorType.ON_PREMISES;
    }

    /** The last sync that is known of. */
    Optional<Instant> latest() {
        return latest;
    }

    /** The last sync, if it is later than the one before the connector was sent. */
    Optional<Instant> moved() {
        ConnectorDetails first = before;
        return first == null
                ? Optional.empty()
                : latest.filter(
                        time -> first.lastSyncDateTime().map(time::isAfter).orElse(true));
    }
}
