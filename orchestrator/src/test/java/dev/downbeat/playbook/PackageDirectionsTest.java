package dev.downbeat.playbook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which of the orchestrator's packages may know which. */
class PackageDirectionsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.downbeat.playbook");

    @Test
    void hasNoCycles() {
        slices().matching("dev.downbeat.playbook.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void keepsTheFacadeAtTheTop() {
        noClasses()
                .that()
                .resideInAPackage("dev.downbeat.playbook.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.downbeat.playbook")
                .check(CLASSES);
    }

    @Test
    void letsOnlyTheFacadeKnowHowRunsGoOn() {
        classes()
                .that()
                .resideInAPackage("dev.downbeat.playbook.run..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("dev.downbeat.playbook.run..", "dev.downbeat.playbook")
                .check(CLASSES);
    }

    @Test
    void keepsTheLanguageFreeOfTheDatabaseAndTheQueue() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.downbeat.playbook.graph..",
                        "dev.downbeat.playbook.parse..",
                        "dev.downbeat.playbook.template..",
                        "dev.downbeat.playbook.retry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jooq..", "dev.downbeat.queue..", "dev.downbeat.schema..")
                .check(CLASSES);
    }

    @Test
    void keepsDecisionsPure() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Decision")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jooq..", "dev.downbeat.queue..", "java.io..", "java.net..")
                .check(CLASSES);
    }
}
