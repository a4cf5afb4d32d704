package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What must not be seen again of a request to a sign-in server: it may echo what it was sent. */
record FormSecrets(List<String> values) {

    private static final Set<String> FIELDS = Set.of(
            "client_secret", "client_assertion", "assertion", "refresh_token", "code", "device_code", "code_verifier");

    /** @param form the request's body, {@code name=value&…} */
    static FormSecrets of(String form) {
        return new FormSecrets(Stream.of(form.split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> FIELDS.contains(field[0]) && field.length == 2 && !field[1].isEmpty())
                .flatMap(field -> Stream.of(field[1], URLDecoder.decode(field[1], UTF_8)))
                .toList());
    }

    String removedFrom(String text) {
        String left = text;
        for (String value : values) {
            left = left.replace(value, "***");
        }
        return left;
    }

    @Override
    public String toString() {
        return "FormSecrets[***]";
    }
}
