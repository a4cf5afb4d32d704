package io.fansync.simulator;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A request within a batch.
 *
 * @param url relative to the version, with or without a leading slash
 * @param body empty if there is none
 * @param dependsOn {@linkplain #key keys} of other items
 */
record BatchItem(String id, String method, String url, String body, List<String> dependsOn) {

    /** @throws IllegalArgumentException if Graph would refuse the whole batch for it */
    static BatchItem of(JsonNode json) {
        String id = json.path("id").asString("");
        String method = json.path("method").asString("").toUpperCase(Locale.ROOT);
        String url = json.path("url").asString("");
        String body = json.has("body") ? json.path("body").toString() : "";
        if (id.isEmpty() || method.isEmpty() || url.isEmpty()) {
            throw new IllegalArgumentException("A request in a batch must have an id, a method and a url.");
        }
        boolean typed = json.path("headers").propertyNames().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        boolean write = !method.equals("GET") && !method.equals("DELETE");
        if (body.isEmpty() ? write : !typed) {
            throw new IllegalArgumentException(
                    "Write request id : " + id + " does not contain Content-Type header or body.");
        }
        List<String> dependsOn = json.path("dependsOn")
                .valueStream()
                .map(other -> key(other.asString("")))
                .toList();
        return new BatchItem(id, method, url, body, dependsOn);
    }

    String key() {
        return key(id);
    }

    String path() {
        return url.startsWith("/") ? url : "/" + url;
    }

    /** Ids differ by more than case. */
    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
