package dev.downbeat.bench.baseline;

import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.statistics.MannWhitney;
import dev.downbeat.bench.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares runs with a baseline. Pure.
 *
 * <p>Throughput: with at least four repeats on both sides, a fall counts when the rank test gives it a chance below 1 % and the
 * medians lie more than 5 % apart. With fewer, no test can tell; then a fall counts beyond both spreads together, and at
 * least a fifth. What the server counted (commits, WAL) hardly varies: there a quarter more counts.
 */
public final class Comparison {
    private static final int ENOUGH = 4;
    private static final double CHANCE = 0.01;
    private static final double LEAST_FALL = 0.05;
    private static final double LEAST_FALL_UNTESTED = 0.2;
    private static final double COUNTED_RISE = 0.25;

    /** A run of a hundred executions divides the workers' own few commits by a hundred. */
    private static final long ENOUGH_TASKS = 10_000;

    private Comparison() {}

    /** Returns the verdicts in the order of the runs. */
    public static List<Verdict> of(List<RunReport> baseline, List<RunReport> runs) {
        Map<String, RunReport> before = baseline.stream()
                .collect(Collectors.toMap(RunReport::scenario, Function.identity(), (first, second) -> second));
        List<Verdict> verdicts = new ArrayList<>();
        for (RunReport run : runs) {
            RunReport reference = before.get(run.scenario());
            if (!run.good()) {
                verdicts.add(new Verdict.Broken(
                        run.scenario(),
                        "%d lost, %d doubled, %d failed".formatted(run.lost(), run.duplicated(), run.failed())));
            } else if (reference == null) {
                verdicts.add(new Verdict.Unknown(run.scenario()));
            } else {
                verdicts.addAll(compare(reference, run));
            }
        }
        return verdicts;
    }

    private static List<Verdict> compare(RunReport before, RunReport now) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(throughput(now.scenario() + " throughput/s", rates(before), rates(now)));
        if (now.tasks() >= ENOUGH_TASKS && before.tasks() == now.tasks()) {
            verdicts.add(counted(
                    now.scenario() + " commits per task",
                    before.db().commitsPerTask(),
                    now.db().commitsPerTask()));
            verdicts.add(counted(
                    now.scenario() + " WAL bytes per task",
                    before.db().walBytesPerTask(),
                    now.db().walBytesPerTask()));
        }
        return verdicts;
    }

    private static Sample rates(RunReport run) {
        RunReport.Repeats repeats = run.repeats();
        return repeats == null ? Sample.of(run.throughput().overallPerSecond()) : Sample.of(repeats.overallPerSecond());
    }

    private static Verdict throughput(String what, Sample before, Sample now) {
        double change = now.median() / before.median() - 1;
        boolean tested = before.size() >= ENOUGH && now.size() >= ENOUGH;
        if (tested) {
            double chance = MannWhitney.chanceOfBeingThisLow(before, now);
            if (chance < CHANCE && change < -LEAST_FALL) {
                return worse(
                        what,
                        before,
                        now,
                        "a chance of %.4f over %d and %d repeats".formatted(chance, before.size(), now.size()));
            }
            boolean better = MannWhitney.chanceOfBeingThisLow(now, before) < CHANCE && change > LEAST_FALL;
            return unsuspected(what, before.median(), now.median(), better);
        }
        double bound = Math.max(LEAST_FALL_UNTESTED, before.relativeSpread() + now.relativeSpread());
        if (change < -bound) {
            return worse(
                    what,
                    before,
                    now,
                    "beyond %.0f %%, the bound for %d and %d repeats"
                            .formatted(bound * 100, before.size(), now.size()));
        }
        return unsuspected(what, before.median(), now.median(), change > bound);
    }

    private static Verdict counted(String what, double before, double now) {
        if (now > before * (1 + COUNTED_RISE)) {
            return new Verdict.Worse(what, before, now, "more than a quarter above");
        }
        return unsuspected(what, before, now, now < before * (1 - COUNTED_RISE));
    }

    private static Verdict worse(String what, Sample before, Sample now, String why) {
        return new Verdict.Worse(what, before.median(), now.median(), why);
    }

    private static Verdict unsuspected(String what, double before, double now, boolean better) {
        return better ? new Verdict.Better(what, before, now) : new Verdict.Same(what, before, now);
    }

    /** Returns one line for people. */
    public static String line(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Same same -> figures("same   ", same.what(), same.before(), same.now());
            case Verdict.Better better -> figures("better ", better.what(), better.before(), better.now());
            case Verdict.Worse worse ->
                figures("WORSE  ", worse.what(), worse.before(), worse.now()) + ", " + worse.why();
            case Verdict.Unknown unknown -> "new     " + unknown.what() + ": not in the baseline";
            case Verdict.Broken broken -> "BROKEN  " + broken.what() + ": " + broken.why();
        };
    }

    private static String figures(String word, String what, double before, double now) {
        return String.format(
                Locale.ROOT, "%s %s: %,.4g → %,.4g (%+.1f %%)", word, what, before, now, (now / before - 1) * 100);
    }
}
