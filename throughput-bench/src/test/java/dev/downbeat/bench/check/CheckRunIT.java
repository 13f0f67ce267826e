package dev.downbeat.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void everyCheckPassesOnAServerThatIsThere() {
        try (TestDatabase server = TestDatabase.empty()) {
            SuiteReport suite = CheckRun.ofAll(phase -> {}).on(server.url());

            assertThat(suite.checks())
                    .hasSizeGreaterThanOrEqualTo(14)
                    .allSatisfy(check -> assertThat(check.status())
                            .as(check.name() + ": " + check.note())
                            .isEqualTo(Status.PASSED));
            assertThat(suite.reachable()).isTrue();
        }
    }

    @Test
    void aCheckThatFindsAFaultIsBrokenAndTheNextGoesOn() {
        SuiteReport suite = run(
                LIMIT,
                check("faulty", LIMIT, site -> {
                    throw new BrokenException("two and two are five");
                }),
                check("fine", LIMIT, site -> Reading.of(1)));

        assertThat(suite.checks()).extracting(CheckReport::status).containsExactly(Status.BROKEN, Status.PASSED);
        assertThat(suite.checks().getFirst().note()).isEqualTo("two and two are five");
    }

    @Test
    void aCheckThatDoesNotComeBackIsBrokenAtItsLimit() {
        SuiteReport suite = run(
                LIMIT,
                check("stuck", Duration.ofMillis(300), site -> {
                    new CountDownLatch(1).await();
                    return Reading.of(1);
                }),
                check("fine", LIMIT, site -> Reading.of(1)));

        assertThat(suite.checks()).extracting(CheckReport::status).containsExactly(Status.BROKEN, Status.PASSED);
        assertThat(suite.checks().getFirst().note())
                .startsWith("not done within")
                .contains("it is in");
    }

    @Test
    void whatTheDeadlineLeavesNoTimeForIsSkipped() {
        SuiteReport suite = run(
                Duration.ofMillis(1),
                check("first", LIMIT, site -> Reading.of(1)),
                check("second", LIMIT, site -> Reading.of(1)));

        assertThat(suite.checks()).extracting(CheckReport::status).containsOnly(Status.SKIPPED);
    }

    @Test
    void aServerThatGoesAwayIsNoFaultOfTheChecks() {
        TestDatabase server = TestDatabase.empty();
        CheckRun run = new CheckRun(
                List.of(
                        check("first", LIMIT, site -> {
                            server.close(); // the run's own way in: from now on it is refused
                            throw new BrokenException("no answer");
                        }),
                        check("second", LIMIT, site -> Reading.of(1))),
                LIMIT,
                phase -> {});

        SuiteReport suite = run.on(server.url());

        assertThat(suite.reachable()).isFalse();
        assertThat(suite.checks()).extracting(CheckReport::status).containsOnly(Status.SKIPPED);
    }

    private static SuiteReport run(Duration deadline, Check... checks) {
        try (TestDatabase server = TestDatabase.empty()) {
            return new CheckRun(List.of(checks), deadline, phase -> {}).on(server.url());
        }
    }

    private static Check check(String name, Duration limit, Check.Probe probe) {
        return new Check(name, "", "ms", Direction.LOWER, limit, probe);
    }
}
