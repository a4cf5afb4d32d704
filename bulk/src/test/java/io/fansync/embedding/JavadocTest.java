package io.fansync.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever example the Javadoc shows stands, but for its line breaks, in a test that is compiled. */
class JavadocTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\}</pre>", Pattern.DOTALL);

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        for (String source : sources("main")) {
            EXAMPLE.matcher(source)
                    .results()
                    .map(example -> example.group(1).replaceAll("(?m)^ *\\*", ""))
                    .forEach(examples::add);
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_is_compiled(String example) throws IOException {
        assertThat(sources("test").stream()
                        .anyMatch(source -> withoutBlanks(source).contains(withoutBlanks(example))))
                .as("a test source with the same lines")
                .isTrue();
    }

    private static List<String> sources(String kind) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : List.of("core", "bulk")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", kind, "java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
