package dev.downbeat.bench.baseline;

import dev.downbeat.bench.check.Direction;
import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.statistics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares runs with a baseline: throughput by its noise, and what the server counted (commits, WAL), which hardly varies, by a
 * quarter. Pure.
 */
public final class Comparison {
    /** Processes are started anew for each repeat, but the machine is the same within one run and another in the next. */
    private static final Judgement THROUGHPUT = new Judgement(Direction.HIGHER, 0.1, 0.2);

    private static final Judgement COUNTED = new Judgement(Direction.LOWER, 0.25, 0.25);

    /** A run of a hundred executions divides the workers' own few commits by a hundred. */
    private static final long ENOUGH_TASKS = 10_000;

    /** What is counted does not depend on the machine. */
    private static final double AS_EVER = 1;

    private Comparison() {}

    /** Whether something of the run fell behind the baseline: reason enough to measure again. */
    public static boolean suspects(List<RunReport> baseline, RunReport run) {
        return of(byName(baseline), run).stream().anyMatch(Verdict.Worse.class::isInstance);
    }

    /** Returns the verdicts in the order of the runs. */
    public static List<Verdict> of(List<RunReport> baseline, List<RunReport> runs) {
        Map<String, RunReport> before = byName(baseline);
        return runs.stream().flatMap(run -> of(before, run).stream()).toList();
    }

    /** Returns the runs, each with its verdicts beside it. */
    public static List<RunReport> beside(List<RunReport> baseline, List<RunReport> runs) {
        Map<String, RunReport> before = byName(baseline);
        return runs.stream()
                .map(run -> run.with(run.further()
                        .compared(of(before, run).stream()
                                .map(Comparison::compared)
                                .toList())))
                .toList();
    }

    /** Returns one line for people. */
    public static String line(Verdict verdict) {
        Further.Compared compared = compared(verdict);
        String word = verdict instanceof Verdict.Worse || verdict instanceof Verdict.Broken
                ? compared.verdict().toUpperCase(Locale.ROOT)
                : compared.verdict();
        String figures = compared.before() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ": %,.4g → %,.4g (%+.1f %%)",
                        compared.before(),
                        compared.now(),
                        (compared.now() / compared.before() - 1) * 100);
        String why = compared.why().isEmpty() ? "" : ", " + compared.why();
        return String.format(Locale.ROOT, "%-7s %s%s%s", word, compared.figure(), figures, why);
    }

    private static Map<String, RunReport> byName(List<RunReport> baseline) {
        return baseline.stream()
                .collect(Collectors.toMap(RunReport::scenario, Function.identity(), (first, second) -> second));
    }

    private static List<Verdict> of(Map<String, RunReport> baseline, RunReport run) {
        RunReport reference = baseline.get(run.scenario());
        if (!run.good()) {
            return List.of(new Verdict.Broken(
                    run.scenario(),
                    "%d lost, %d doubled, %d failed".formatted(run.lost(), run.duplicated(), run.failed())));
        }
        return reference == null ? List.of(new Verdict.Unknown(run.scenario())) : compare(reference, run);
    }

    private static List<Verdict> compare(RunReport before, RunReport now) {
        List<Verdict> verdicts = new ArrayList<>();
        double slowness =
                Machine.slowness(before.further().machine(), now.further().machine());
        verdicts.add(THROUGHPUT.of(now.scenario() + " throughput/s", before.rates(), now.rates(), slowness));
        if (now.tasks() >= ENOUGH_TASKS && before.tasks() == now.tasks()) {
            verdicts.add(COUNTED.of(
                    now.scenario() + " commits per task",
                    Sample.of(before.db().commitsPerTask()),
                    Sample.of(now.db().commitsPerTask()),
                    AS_EVER));
            verdicts.add(COUNTED.of(
                    now.scenario() + " WAL bytes per task",
                    Sample.of(before.db().walBytesPerTask()),
                    Sample.of(now.db().walBytesPerTask()),
                    AS_EVER));
        }
        return verdicts;
    }

    private static Further.Compared compared(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Same same -> new Further.Compared(same.what(), "same", same.before(), same.now(), "");
            case Verdict.Better better ->
                new Further.Compared(better.what(), "better", better.before(), better.now(), "");
            case Verdict.Worse worse ->
                new Further.Compared(worse.what(), "worse", worse.before(), worse.now(), worse.why());
            case Verdict.Unknown unknown -> new Further.Compared(unknown.what(), "new", 0, 0, "not in the baseline");
            case Verdict.Broken broken -> new Further.Compared(broken.what(), "broken", 0, 0, broken.why());
        };
    }
}
