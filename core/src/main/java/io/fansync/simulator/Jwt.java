package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;

/** A token in the form of a JSON Web Token that nobody signed. */
final class Jwt {

    private static final String HEADER = base64("{\"typ\":\"JWT\",\"alg\":\"none\"}");

    private Jwt() {}

    static String of(Map<String, Object> claims) {
        return HEADER + "." + base64(Json.MAPPER.writeValueAsString(claims)) + ".simulated";
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
