package io.fansync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

    @Test
    void the_public_types_are_these() {
        assertThat(CORE.stream()
                        .filter(type -> type.getPackageName().equals("io.fansync"))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "AccessToken",
                        "Backoff",
                        "Connector",
                        "ConnectorClient",
                        "ConnectorDetails",
                        "ConnectorDirectory",
                        "GraphCloud",
                        "SyncAnswer",
                        "SyncException",
                        "SyncReceipt",
                        "SyncType",
                        "TokenRequest",
                        "TokenSource");
    }
}
