package io.fansync.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Java or Kotlin the README shows stands, but for its line breaks, in a test that is compiled, and so cannot go stale. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern EXAMPLE = Pattern.compile("```(?:java|kotlin)\\n(.*?)```", Pattern.DOTALL);

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(example -> example.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_is_compiled(String example) throws IOException {
        String wanted = withoutBlanks(example);
        try (Stream<Path> files = Files.walk(ROOT.resolve("bulk/src/test"))) {
            boolean compiled = files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                    .anyMatch(file -> withoutBlanks(text(file)).contains(wanted));

            assertThat(compiled).as("stands in a test source").isTrue();
        }
    }

    @Test
    void the_coordinates_are_those_of_the_build() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String dependency = readme.split("<dependency>")[1].split("</dependency>")[0];
        String pom = withoutBlanks(text(ROOT.resolve("bulk/pom.xml")));

        assertThat(pom).contains(element("artifactId", dependency));
        assertThat(pom.split("</parent>")[0])
                .contains(element("groupId", dependency))
                .contains(element("version", dependency));
    }

    private static String element(String name, String xml) {
        String open = "<" + name + ">";
        return open + xml.split(open)[1].split("<")[0] + "</" + name + ">";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
