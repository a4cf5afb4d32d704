package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the body of an <a href="https://learn.microsoft.com/graph/errors">error</a> says, from the outermost level to the
 * innermost. Graph nests errors by {@code innerError}, Intune by JSON text as message, which may hold such a message again.
 *
 * @param codes the error codes; neither empty ones, nor numbers, which only repeat the status
 * @param messages the messages; the body itself, if it is not JSON
 */
record ErrorBody(List<String> codes, List<String> messages) {

    static ErrorBody of(byte[] body) {
        String text = new String(body, UTF_8).strip();
        if (!text.startsWith("{")) {
            return new ErrorBody(List.of(), List.of(text));
        }
        Levels levels = new Levels();
        levels.read(text, 0);
        return new ErrorBody(inwards(levels.codes), inwards(levels.messages));
    }

    /** The innermost code, or empty. */
    String code() {
        return codes.isEmpty() ? "" : codes.get(codes.size() - 1);
    }

    /** The innermost message, or empty. */
    String message() {
        return messages.isEmpty() ? "" : messages.get(messages.size() - 1);
    }

    private static List<String> inwards(List<Found> found) {
        return found.stream()
                .sorted(Comparator.comparingInt(Found::level))
                .map(Found::text)
                .toList();
    }

    private record Found(int level, String text) {}

    private static final class Levels {

        final List<Found> codes = new ArrayList<>();
        final List<Found> messages = new ArrayList<>();

        /** Reads an object token by token, because a body that was cut off still tells something. */
        void read(String object, int outer) {
            try (JsonParser json = JsonMapper.shared().createParser(object)) {
                json.nextToken();
                int level = outer + 1;
                while (level > outer) {
                    switch (json.nextToken()) {
                        case START_OBJECT -> {
                            if (isError(json.currentName())) {
                                level++;
                            } else {
                                json.skipChildren();
                            }
                        }
                        case END_OBJECT -> level--;
                        case START_ARRAY -> json.skipChildren();
                        case VALUE_STRING ->
                            keep(json.currentName(), json.getString().strip(), level);
                        default -> {}
                    }
                }
            } catch (JacksonException cutOff) {
                // What was found until there counts.
            }
        }

        private static boolean isError(String name) {
            return name.equals("error") || name.equalsIgnoreCase("innerError");
        }

        private void keep(String name, String text, int level) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "code", "errorcode" -> keepCode(text, level);
                case "message" -> keepMessage(text, level);
                default -> {}
            }
        }

        private void keepCode(String code, int level) {
            if (!code.chars().allMatch(Character::isDigit)) {
                codes.add(new Found(level, code));
            }
        }

        private void keepMessage(String message, int level) {
            int before = messages.size();
            if (message.startsWith("{")) {
                read(message, level);
            }
            if (messages.size() == before && !message.isEmpty()) {
                messages.add(new Found(level, message));
            }
        }
    }
}
