package dev.downbeat.queue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.downbeat.queue");

    @Test
    void statementsKnowNothingOfThePublicApi() {
        noClasses()
                .that()
                .resideInAPackage("dev.downbeat.queue.internal")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.downbeat.queue")
                .check(CLASSES);
    }

    @Test
    void thePublicApiShowsNothingInternal() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.downbeat.queue")
                .should()
                .notHaveRawReturnType(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("..internal.."))
                .check(CLASSES);
    }

    @Test
    void nothingKnowsPlaybooks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.downbeat.playbook..", "dev.downbeat.worker..", "dev.downbeat.bench..")
                .check(CLASSES);
    }

    /** They are optional: without them on the class path everything else works. */
    @Test
    void onlyTheirOwnPackagesKnowTheLibrariesOfMetersAndTraces() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.downbeat.queue.metrics", "dev.downbeat.queue.tracing")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.opentelemetry..", "dev.downbeat.queue.metrics")
                .check(CLASSES);
    }

    /** A worker whose clock is wrong decides as all others do: by the database's. */
    @Test
    void nothingReadsTheClockOfItsMachine() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)$")
                .check(CLASSES);
    }
}
