package io.fansync.bulk;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fansync");

    @Test
    void bulk_knows_nothing_of_http_json_or_sign_in() {
        noClasses()
                .that()
                .resideInAPackage("io.fansync.bulk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor.netty..", "io.netty..", "tools.jackson..", "com.microsoft..", "picocli..")
                .check(HOUSE);
    }

    @Test
    void bulk_knows_nothing_of_the_command_line_or_the_simulator() {
        noClasses()
                .that()
                .resideInAPackage("io.fansync.bulk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fansync.cli", "io.fansync.spring", "io.fansync.simulator")
                .check(HOUSE);
    }

    @Test
    void nothing_but_its_own_package_needs_micrometer_or_spring() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fansync.micrometer", "io.fansync.spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.micrometer..", "org.springframework..", "io.fansync.micrometer", "io.fansync.spring")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.fansync.micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.fansync.spring", "io.fansync.cli")
                .check(HOUSE);
    }

    /** What it iterates over is signalled under a lock, for which an event loop would have to wait. */
    @Test
    void nobody_iterates_over_a_publisher() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("to(Iterable|Stream)")).and(targetOwner(type(Flux.class))))
                .check(HOUSE);
    }

    /** A type more or less is a deliberate edit of the file. */
    @Test
    void the_public_types_are_those_of_the_list() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("src/test/resources/public-types.txt"));

        assertThat(HOUSE
                        .that(resideInAnyPackage(
                                "io.fansync.bulk", "io.fansync.cli", "io.fansync.micrometer", "io.fansync.spring"))
                        .stream()
                        .filter(ArchitectureTest::isPublic)
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }
}
