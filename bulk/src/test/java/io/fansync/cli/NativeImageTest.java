package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a native image is told of reflection is there to be reflected on. */
class NativeImageTest {

    private static JsonNode metadata(String file) throws IOException {
        String path = "/META-INF/native-image/io.fansync/fansync-bulk/" + file;
        try (InputStream json = NativeImageTest.class.getResourceAsStream(path)) {
            return JsonMapper.shared().readTree(json);
        }
    }

    private static Class<?>[] types(JsonNode names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(name -> type(name.asString()))
                .toArray(Class<?>[]::new);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no such class: " + name, e);
        }
    }

    @Test
    void every_method_that_it_names_exists() throws IOException {
        for (JsonNode entry : metadata("reflect-config.json")) {
            Class<?> type = type(entry.get("name").asString());
            for (JsonNode method : entry.path("methods")) {
                String name = method.get("name").asString();
                Class<?>[] parameters = types(method.get("parameterTypes"));
                assertThatCode(() -> {
                            if (name.equals("<init>")) {
                                type.getConstructor(parameters);
                            } else {
                                type.getMethod(name, parameters);
                            }
                        })
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void every_proxy_that_it_names_is_of_interfaces() throws IOException {
        for (JsonNode proxy : metadata("proxy-config.json")) {
            assertThat(types(proxy)).isNotEmpty().allMatch(Class::isInterface);
        }
    }
}
