package io.fansync;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code claims} of a request for a token
 * (<a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">claims challenge</a>).
 */
final class ClaimsParameter {

    private ClaimsParameter() {}

    /**
     * What Graph challenged the last token with, and {@code cp1}: only whoever announces that it understands challenges is sent any,
     * and has tokens that last.
     *
     * @param challenge as JSON, or empty
     */
    static String of(String challenge) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode claims = challenge.isEmpty() ? json.createObjectNode() : (ObjectNode) json.readTree(challenge);
        claims.withObject("access_token").putObject("xms_cc").putArray("values").add("cp1");
        return claims.toString();
    }
}
