package io.fansync;

import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.ConnectorDetails.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads connectors as Graph writes them. What it adds one day is passed over. */
final class ConnectorJson {

    /** Graph writes up to 12 digits of a second, {@code java.time} reads 9. */
    private static final Pattern TOO_FINE = Pattern.compile("(\\.\\d{9})\\d+");

    /** .NET's first day, which Intune sends for "never". */
    private static final Instant NEVER_BEFORE = Instant.parse("0002-01-01T00:00:00Z");

    private ConnectorJson() {}

    /** @throws IllegalArgumentException if this is not a page of connectors */
    static ConnectorPage page(String tenant, byte[] body) {
        JsonNode page = read(body);
        JsonNode value = page.path("value");
        if (!value.isArray()) {
            throw new IllegalArgumentException("Graph's answer is not a list of connectors");
        }
        return new ConnectorPage(
                value.valueStream().map(entity -> details(tenant, entity)).toList(), text(page, "@odata.nextLink"));
    }

    /**
     * Reads an entity as OData writes it, or within {@code "value"} as Graph's documents show it.
     *
     * @throws IllegalArgumentException if this is not a connector
     */
    static ConnectorDetails one(String tenant, byte[] body) {
        JsonNode entity = read(body);
        return details(tenant, entity.path("value").isObject() ? entity.path("value") : entity);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("Graph's answer is not JSON, or was cut off", malformed);
        }
    }

    private static ConnectorDetails details(String tenant, JsonNode entity) {
        return new ConnectorDetails(
                new Connector(tenant, text(entity, "id")),
                lastSync(text(entity, "lastSyncDateTime")),
                constant(text(entity, "status"), Status.UNKNOWN),
                constant(text(entity, "exchangeConnectorType"), ExchangeConnectorType.UNKNOWN),
                text(entity, "primarySmtpAddress"),
                text(entity, "serverName"),
                text(entity, "connectorServerName"),
                text(entity, "version"),
                text(entity, "exchangeAlias"),
                text(entity, "exchangeOrganization"));
    }

    private static String text(JsonNode entity, String name) {
        return entity.path(name).stringValue("");
    }

    private static Optional<Instant> lastSync(String date) {
        try {
            Instant instant = OffsetDateTime.parse(TOO_FINE.matcher(date).replaceFirst("$1"))
                    .toInstant();
            return Optional.of(instant).filter(NEVER_BEFORE::isBefore);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** {@code onPremises} is {@code ON_PREMISES}; what has no constant is the unknown one. */
    private static <E extends Enum<E>> E constant(String word, E unknown) {
        return Stream.of(unknown.getDeclaringClass().getEnumConstants())
                .filter(each -> each.name().replace("_", "").equalsIgnoreCase(word))
                .findFirst()
                .orElse(unknown);
    }
}
