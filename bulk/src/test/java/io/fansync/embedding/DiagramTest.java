package io.fansync.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The architecture's diagram is true. */
class DiagramTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fansync");

    /** One arrow of the diagram; its ends are simple names of types, or the last parts of packages. */
    record Arrow(String from, String to) {}

    private static String page() throws IOException {
        return Files.readString(Path.of("../.github/ARCHITECTURE.md"));
    }

    static List<Arrow> arrows() throws IOException {
        return page().lines()
                .map(String::strip)
                .filter(line -> line.contains(" --> "))
                .map(line -> line.split(" --> "))
                .flatMap(chain -> IntStream.range(1, chain.length).mapToObj(i -> new Arrow(chain[i - 1], chain[i])))
                .toList();
    }

    private static Stream<JavaClass> named(String name) {
        return HOUSE.stream()
                .filter(type -> outermost(type).getSimpleName().equals(name)
                        || type.getPackageName().equals("io.fansync." + name));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(DiagramTest::outermost).orElse(type);
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void each_arrow_is_a_dependency(Arrow arrow) {
        List<JavaClass> ends = named(arrow.to()).toList();
        assertThat(ends).as(arrow.to()).isNotEmpty();

        assertThat(named(arrow.from())
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass()))
                .as("what %s knows", arrow.from())
                .anyMatch(ends::contains);
    }

    @Test
    void each_type_that_the_page_names_exists() throws IOException {
        Stream<String> names = Pattern.compile("\\*\\*`(\\w+)`\\*\\*")
                .matcher(page())
                .results()
                .map(match -> match.group(1));

        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(named(name)).isNotEmpty());
    }
}
