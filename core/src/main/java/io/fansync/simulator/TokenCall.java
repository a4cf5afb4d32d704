package io.fansync.simulator;

import java.util.Map;

/**
 * A request to the login server's token endpoint.
 *
 * @param tenant the domain of the tenant that the request was for; as the path has it if there is no such tenant
 * @param form the fields of the request, such as {@code client_id}, {@code scope} and {@code claims}
 * @param status what it was answered; {@code 0} if it was not
 */
public record TokenCall(String tenant, Map<String, String> form, int status) {

    /** The field {@code grant_type}, such as {@code client_credentials}; empty if there was none. */
    public String grantType() {
        return form.getOrDefault("grant_type", "");
    }
}
