package io.fansync.bulk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

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

    @Test
    void bulk_shows_these_types_and_no_others() {
        assertThat(HOUSE.stream()
                        .filter(type -> type.getPackageName().equals("io.fansync.bulk"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "BulkLoad",
                        "BulkProgress",
                        "BulkSync",
                        "FileJournal",
                        "Journal",
                        "JournalException",
                        "Quota",
                        "SyncOutcome",
                        "SyncTally",
                        "TenantConnectors");
    }
}
