package dev.downbeat.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.machine.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuiteComparisonTest {
    private static final double[] USUAL = {1.0, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98};

    @Test
    void aCheckThatTakesTwiceAsLongIsSlower() {
        assertThat(judged("lower", USUAL, times(2))).isEqualTo(Status.SLOWER);
    }

    @Test
    void aCheckThatDoesHalfAsMuchIsSlower() {
        assertThat(judged("higher", USUAL, times(0.5))).isEqualTo(Status.SLOWER);
    }

    @Test
    void aCheckThatGotBetterPasses() {
        assertThat(judged("lower", USUAL, times(0.5))).isEqualTo(Status.PASSED);
        assertThat(judged("higher", USUAL, times(2))).isEqualTo(Status.PASSED);
    }

    @Test
    void theDriftOfAMachineIsNoNews() {
        assertThat(judged("lower", USUAL, times(1.2))).isEqualTo(Status.PASSED);
    }

    @Test
    void aSingleFigureIsNotJudged() {
        assertThat(judged("lower", new double[] {1}, new double[] {9})).isEqualTo(Status.PASSED);
    }

    @Test
    void aSlowerMachineExcusesAsMuch() {
        Machine idle = new Machine(10, 0.05, 0.01);
        Machine busy = new Machine(12, 0.11, 0.01);

        assertThat(judged(suite("lower", idle, USUAL), suite("lower", busy, times(2))))
                .isEqualTo(Status.PASSED);
        assertThat(judged(suite("lower", idle, USUAL), suite("lower", busy, times(4))))
                .isEqualTo(Status.SLOWER);
        assertThat(judged(suite("higher", idle, USUAL), suite("higher", busy, times(0.5))))
                .isEqualTo(Status.PASSED);
    }

    private static Status judged(String better, double[] before, double[] now) {
        return judged(suite(better, null, before), suite(better, null, now));
    }

    private static Status judged(SuiteReport before, SuiteReport now) {
        return SuiteComparison.judged(before, now).checks().getFirst().status();
    }

    private static double[] times(double factor) {
        return Arrays.stream(USUAL).map(value -> value * factor).toArray();
    }

    private static SuiteReport suite(String better, @Nullable Machine machine, double... samples) {
        List<Double> values = Arrays.stream(samples).boxed().toList();
        CheckReport check =
                new CheckReport("wake-up", "", "ms", better, Status.PASSED, values.getFirst(), values, "", 1, machine);
        return new SuiteReport(true, 1, List.of(check), Map.of());
    }
}
