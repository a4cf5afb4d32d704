package io.fansync;

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

class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fansync");

    @Test
    void core_does_not_know_the_simulator() {
        noClasses()
                .that()
                .resideInAPackage("io.fansync")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fansync.simulator..")
                .check(CORE);
    }

    @Test
    void nothing_in_core_waits_for_a_publisher_but_what_carries_msals_requests() {
        noClasses()
                .that()
                .resideInAPackage("io.fansync")
                .and()
                .doNotHaveSimpleName("SignInHttp")
                .should()
                .callMethodWhere(new com.tngtech.archunit.base.DescribedPredicate<>("it blocks") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                        return call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                                && call.getName().startsWith("block");
                    }
                })
                .check(CORE);
    }

    /** A type more or less is a deliberate edit of the file. */
    @Test
    void the_public_types_are_those_of_the_list() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("src/test/resources/public-types.txt"));

        assertThat(CORE.stream().filter(ArchitectureTest::isPublic).map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }
}
