package io.fansync.simulator;

import tools.jackson.databind.json.JsonMapper;

/** JSON in and out. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** The text as a JSON string, quotes included. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
