package dev.downbeat.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void aClearFallIsWorse() {
        List<Verdict> verdicts = compare(run(0, 100, 104, 98, 102, 99), run(0, 80, 84, 79, 82, 83));

        assertThat(verdicts).first().isInstanceOf(Verdict.Worse.class);
        assertThat(Comparison.line(verdicts.getFirst())).startsWith("WORSE").contains("-18.0 %");
    }

    @Test
    void aFallByHalfIsWorseHoweverFewTheRepeats() {
        assertThat(compare(run(0, 100, 104, 98, 102), run(0, 50, 54, 49, 52)))
                .hasAtLeastOneElementOfType(Verdict.Worse.class);
    }

    @Test
    void aFallWithinTheNoiseIsTheSame() {
        assertThat(compare(run(0, 100, 120, 80, 110, 90), run(0, 95, 115, 78, 104, 88)))
                .first()
                .isInstanceOf(Verdict.Same.class);
    }

    @Test
    void aClearRiseIsBetter() {
        assertThat(compare(run(0, 80, 84, 79, 82, 83), run(0, 100, 104, 98, 102, 99)))
                .first()
                .isInstanceOf(Verdict.Better.class);
    }

    @Test
    void withoutRepeatsOnlyALargeFallCounts() {
        assertThat(compare(run(0, 100), run(0, 85))).first().isInstanceOf(Verdict.Same.class);
        assertThat(compare(run(0, 100), run(0, 75))).first().isInstanceOf(Verdict.Worse.class);
    }

    @Test
    void unchangedCodeRaisesNoAlarm() {
        Random noise = new Random(1);
        for (int i = 0; i < 10; i++) {
            assertThat(compare(noisy(noise), noisy(noise))).noneMatch(Verdict.Worse.class::isInstance);
        }
    }

    @Test
    void moreCommitsPerTaskAreWorseWhereThereAreEnoughTasks() {
        RunReport more = report("default", 10_000, 0, 0.04, 100);
        RunReport fewer = report("default", 10_000, 0, 0.02, 100);

        assertThat(Comparison.of(List.of(fewer), List.of(more)))
                .filteredOn(Verdict.Worse.class::isInstance)
                .extracting(Verdict::what)
                .containsExactly("default commits per task");
    }

    @Test
    void lostWorkIsBrokenNotSlow() {
        assertThat(compare(run(0, 100), run(3, 100))).first().isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aScenarioThatTheBaselineLacksIsNew() {
        assertThat(Comparison.of(List.of(), List.of(run(0, 100)))).first().isInstanceOf(Verdict.Unknown.class);
    }

    private static List<Verdict> compare(RunReport before, RunReport now) {
        return Comparison.of(List.of(before), List.of(now));
    }

    private static RunReport noisy(Random noise) {
        return run(0, noise.doubles(5, 90, 110).toArray());
    }

    private static RunReport run(long lost, double... perSecond) {
        return report("quick", 100, lost, 1, perSecond);
    }

    private static RunReport report(String scenario, long tasks, long lost, double commits, double... perSecond) {
        List<Double> rates = Arrays.stream(perSecond).boxed().toList();
        return new RunReport(
                scenario,
                2,
                tasks,
                tasks - lost,
                lost,
                0,
                new RunReport.Enqueue(1, 1),
                new RunReport.Startup(1, 1, null),
                new RunReport.Execution(1),
                new RunReport.Throughput(perSecond[0], perSecond[0] / 2),
                List.of(),
                RunReport.Latency.NONE,
                null,
                RunReport.Database.of(commits, 1),
                Map.of(),
                0,
                0,
                List.of(),
                Further.NONE.with(new Further.Repeats(rates, perSecond[0], 0)));
    }
}
