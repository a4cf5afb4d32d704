package io.fansync;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What Graph tells about a connector, in the words of its resource
 * <a href="https://learn.microsoft.com/graph/api/resources/intune-onboarding-devicemanagementexchangeconnector">
 * deviceManagementExchangeConnector</a>. A text that Graph leaves out is empty.
 *
 * @param connector which connector
 * @param lastSyncDateTime when it last synced; empty if it never did, or if Graph sent no date that can be read
 * @param status whether its agent is connected
 * @param exchangeConnectorType which Exchange it connects to
 * @param primarySmtpAddress the address used for a service to service connector
 * @param serverName the name of the Exchange server
 * @param connectorServerName the name of the machine on which the connector runs
 * @param version the version of the connector's agent
 * @param exchangeAlias an alias given to the Exchange server
 * @param exchangeOrganization the Exchange organization
 */
public record ConnectorDetails(
        Connector connector,
        Optional<Instant> lastSyncDateTime,
        Status status,
        ExchangeConnectorType exchangeConnectorType,
        String primarySmtpAddress,
        String serverName,
        String connectorServerName,
        String version,
        String exchangeAlias,
        String exchangeOrganization) {

    public ConnectorDetails {
        requireNonNull(connector, "connector");
        requireNonNull(lastSyncDateTime, "lastSyncDateTime");
        requireNonNull(status, "status");
        requireNonNull(exchangeConnectorType, "exchangeConnectorType");
    }

    /**
     * The connection's state, as
     * <a href="https://learn.microsoft.com/graph/api/resources/intune-onboarding-devicemanagementexchangeconnectorstatus">
     * deviceManagementExchangeConnectorStatus</a> has it.
     */
    public enum Status {
        /** No connector exists: {@code none}. */
        NONE,
        /** {@code connectionPending}. */
        CONNECTION_PENDING,
        /** {@code connected}. */
        CONNECTED,
        /** {@code disconnected}. */
        DISCONNECTED,
        /** Graph sent none, {@code unknownFutureValue}, or one that this version does not know. */
        UNKNOWN
    }

    /**
     * The kind of Exchange, as
     * <a href="https://learn.microsoft.com/graph/api/resources/intune-onboarding-devicemanagementexchangeconnectortype">
     * deviceManagementExchangeConnectorType</a> has it.
     */
    public enum ExchangeConnectorType {
        /** Exchange on premises: {@code onPremises}. */
        ON_PREMISES,
        /** Office 365 multi-tenant: {@code hosted}. */
        HOSTED,
        /** {@code serviceToService}. */
        SERVICE_TO_SERVICE,
        /** Office 365 dedicated: {@code dedicated}. */
        DEDICATED,
        /** Graph sent none, {@code unknownFutureValue}, or one that this version does not know. */
        UNKNOWN
    }
}
