package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must not be seen again of a request to a sign-in server: it may echo what it was sent. */
record SentSecrets(List<String> values) {

    private static final Set<String> FIELDS = Set.of(
            "client_secret", "client_assertion", "assertion", "refresh_token", "code", "device_code", "code_verifier");

    /** With what proves to an Azure host that the request comes from what runs on it. */
    private static final Set<String> HEADERS = Set.of("authorization", "x-identity-header", "secret");

    /** @param form the request's body, {@code name=value&…} */
    static SentSecrets of(Map<String, String> headers, String form) {
        Stream<String> proofs = headers.entrySet().stream()
                .filter(header -> HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> header.getValue().replaceFirst("^Basic ", ""));
        Stream<String> fields = Stream.of(form.split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> FIELDS.contains(field[0]) && field.length == 2)
                .flatMap(field -> Stream.of(field[1], URLDecoder.decode(field[1], UTF_8)));
        return new SentSecrets(Stream.concat(proofs, fields)
                .filter(secret -> !secret.isEmpty())
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
        return "SentSecrets[***]";
    }
}
