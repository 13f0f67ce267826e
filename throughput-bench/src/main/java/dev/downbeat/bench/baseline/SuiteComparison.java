package dev.downbeat.bench.baseline;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.Direction;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.statistics.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds the checks of {@code bench --ci} against those of an earlier one. Pure. */
public final class SuiteComparison {
    /** Short measurements of a machine that others use as well: a third more is no news. */
    private static final double DRIFT = 0.35;

    private SuiteComparison() {}

    /** Returns the checks; those that passed and fell behind are {@code slower}. */
    public static SuiteReport judged(SuiteReport baseline, SuiteReport suite) {
        Map<String, CheckReport> before = baseline.checks().stream()
                .collect(Collectors.toMap(CheckReport::name, Function.identity(), (first, second) -> second));
        List<CheckReport> judged = suite.checks().stream()
                .map(check -> {
                    CheckReport reference = before.get(check.name());
                    return reference == null ? check : judged(reference, check);
                })
                .toList();
        return suite.with(judged);
    }

    private static CheckReport judged(CheckReport before, CheckReport now) {
        if (now.status() != Status.PASSED || before.samples().isEmpty()) {
            return now;
        }
        Sample reference = Sample.of(before.samples());
        Sample sample = Sample.of(now.samples());
        if (!Judgement.tested(reference, sample)) {
            return now;
        }
        Direction direction = Direction.valueOf(now.better().toUpperCase(Locale.ROOT));
        Verdict verdict = new Judgement(direction, DRIFT, DRIFT)
                .of(now.name(), reference, sample, Machine.slowness(before.machine(), now.machine()));
        return verdict instanceof Verdict.Worse worse
                ? now.slower(String.format(
                        Locale.ROOT, "%.4g → %.4g %s, %s", worse.before(), worse.now(), now.unit(), worse.why()))
                : now;
    }
}
