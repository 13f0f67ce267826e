package dev.downbeat.bench.output;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.report.Steadiness;
import dev.downbeat.bench.statistics.Sample;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Prints reports for people. */
public final class TerminalReport {
    private static final int CURVE_WIDTH = 40;

    private final Console console;

    public TerminalReport(Console console) {
        this.console = console;
    }

    /** Prints one scenario's outcome. */
    public void print(RunReport report) {
        console.line("");
        console.line(console.styled(Style.BOLD, report.scenario()) + "  " + verdict(report));
        facts(report).forEach((name, value) -> console.line("  %-12s %s".formatted(name, value)));
        ceiling(report);
        workers(report);
        hotMethods(report);
        report.faults().forEach(fault -> console.line(console.styled(Style.BAD, "  ! ") + fault));
    }

    /**
     * Prints all of them side by side, if there are several.
     *
     * @param families by the scenarios' names: within a family each is told as a share of the first
     */
    public void summary(List<RunReport> reports, Map<String, String> families) {
        if (reports.size() < 2) {
            return;
        }
        Shares shares = new Shares(reports, families);
        List<String> headers = new ArrayList<>(List.of("SCENARIO", ">WORKERS", ">TASKS", ">PER SECOND"));
        if (shares.any()) {
            headers.add(">OF FIRST");
        }
        headers.addAll(List.of(">SPREAD", ">P50 MS", ">P99 MS", ">LOST", ">DOUBLED"));
        TextTable table = TextTable.of(headers.toArray(String[]::new));
        for (RunReport report : reports) {
            List<Object> row = new ArrayList<>(List.of(
                    report.scenario(),
                    report.workers(),
                    Figures.count(report.tasks()),
                    Figures.count(report.rates().median())));
            if (shares.any()) {
                OptionalDouble share = shares.of(report);
                row.add(share.isPresent() ? Figures.percent(share.getAsDouble()) : "");
            }
            row.addAll(List.of(
                    report.rates().size() == 1 ? "" : Figures.spread(report.rates()),
                    Figures.number(report.latency().p50()),
                    Figures.number(report.latency().p99()),
                    report.lost(),
                    report.duplicated()));
            table.row(row.toArray());
        }
        console.line("");
        console.table(table);
        Scaling.among(reports).forEach(this::curve);
    }

    /** One bar for each number of workers, and how much of what they would reach if more workers cost nothing. */
    private void curve(Scaling scaling) {
        TextTable table = TextTable.of("WORKERS", "SCALING: " + scaling.family(), ">PER SECOND", ">OF LINEAR");
        for (RunReport member : scaling.members()) {
            double reached = member.rates().median();
            table.row(
                    member.workers(),
                    "█".repeat((int) Math.max(1, Math.round(reached / scaling.most() * CURVE_WIDTH))),
                    Figures.count(reached),
                    Figures.percent(reached / scaling.linear(member)));
        }
        console.line("");
        console.table(table);
    }

    /** Prints the checks of {@code bench --ci}. */
    public void print(SuiteReport suite) {
        TextTable table = TextTable.of("", "CHECK", ">FIGURE", "", ">SPREAD", "WHAT IT IS");
        for (CheckReport check : suite.checks()) {
            Double median = check.median();
            table.row(
                    check.status().name().toLowerCase(Locale.ROOT),
                    check.name(),
                    median == null ? "" : Figures.number(median),
                    median == null ? "" : check.unit(),
                    check.samples().size() < 2 ? "" : Figures.spread(Sample.of(check.samples())),
                    check.description());
        }
        console.line("");
        console.table(table);
        for (CheckReport check : suite.checks()) {
            if (!check.note().isEmpty()) {
                Style style = check.status() == Status.PASSED ? Style.FAINT : Style.WARN;
                console.line("  " + console.styled(style, check.name() + ": ") + check.note());
            }
        }
        console.line(console.styled(
                suite.good() ? Style.GOOD : Style.BAD,
                "%d passed, %d slower, %d broken, %d skipped"
                                .formatted(
                                        suite.count(Status.PASSED),
                                        suite.count(Status.SLOWER),
                                        suite.count(Status.BROKEN),
                                        suite.count(Status.SKIPPED))
                        + " in " + Figures.number(suite.elapsedMillis() / 1000.0) + " s"));
    }

    private String verdict(RunReport report) {
        if (report.good()) {
            return console.styled(Style.GOOD, "✓")
                    + " %s processed, none lost, none doubled".formatted(Figures.count(report.processed()));
        }
        return console.styled(
                Style.BAD,
                "✗ %s of %s processed, %s lost, %s doubled, %s failed"
                        .formatted(
                                Figures.count(report.processed()),
                                Figures.count(report.tasks()),
                                Figures.count(report.lost()),
                                Figures.count(report.duplicated()),
                                Figures.count(report.failed())));
    }

    private static Map<String, String> facts(RunReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        Further.Repeats repeats = report.further().repeats();
        String spread = repeats == null
                ? ""
                : "   median of %d, ± %s"
                        .formatted(repeats.overallPerSecond().size(), Figures.percent(repeats.relativeSpread()));
        facts.put(
                "throughput",
                "%s/s with %d workers%s"
                        .formatted(Figures.count(report.throughput().overallPerSecond()), report.workers(), spread));
        Further.Timeline timeline = report.further().timeline();
        if (timeline != null) {
            Steadiness.of(timeline).ifPresent(steadiness -> facts.put("steadiness", steadiness(steadiness)));
        }
        if (!report.perWorker().isEmpty()) {
            facts.put(
                    "enqueue",
                    "%s/s (%d ms)"
                            .formatted(
                                    Figures.count(report.enqueue().perSecond()),
                                    report.enqueue().ms()));
            facts.put(
                    "start-up",
                    "%s ms alone, %s ms on average, %d ms at most"
                            .formatted(
                                    report.startup().aloneMillis(),
                                    Figures.number(report.startup().averageMillis()),
                                    report.startup().maxMillis()));
            facts.put(
                    "execution",
                    "%s ms".formatted(Figures.number(report.execution().maxMillis())));
            facts.put("latency", latency(report.latency()) + "   enqueue → completed");
        }
        RunReport.Latency start = report.startLatency();
        if (start != null) {
            facts.put("", latency(start) + "   enqueue → start");
        }
        Further.Floor floor = report.further().floor();
        if (floor != null) {
            facts.put(
                    "floor",
                    "%s   bare insert → claim; a start takes %.2f times as long at p50, %.2f at p99"
                            .formatted(latency(floor.latency()), floor.p50Ratio(), floor.p99Ratio()));
        }
        RunReport.Database db = report.db();
        facts.put(
                "per task",
                "%.4f commits, %.0f bytes of WAL; %s dead rows left, %.1f %% of buffers hit"
                        .formatted(
                                db.commitsPerTask(),
                                db.walBytesPerTask(),
                                Figures.count(db.deadTuples()),
                                db.bufferHitRatio() * 100));
        return facts;
    }

    private static String steadiness(Steadiness steadiness) {
        return "the last tenth of the run %s/s, %s of the first tenth's %s/s"
                .formatted(
                        Figures.count(steadiness.lastPerSecond()),
                        Figures.percent(steadiness.share()),
                        Figures.count(steadiness.firstPerSecond()));
    }

    private void ceiling(RunReport report) {
        Further.Ceiling ceiling = report.further().ceiling();
        if (ceiling == null) {
            return;
        }
        if (!report.perWorker().isEmpty() || ceiling.shapes().size() == 1) {
            console.line("  %-12s %s of %s/s (%s)"
                    .formatted(
                            "share",
                            Figures.percent(ceiling.ratio()),
                            Figures.count(ceiling.perSecond()),
                            ceiling.shape()));
            return;
        }
        TextTable table = TextTable.of("  SHAPE", ">ROWS/S");
        ceiling.shapes().forEach((name, perSecond) -> table.row("  " + name, Figures.count(perSecond)));
        console.table(table);
    }

    private void hotMethods(RunReport report) {
        List<Further.HotMethod> hot = report.further().hotMethods();
        if (hot != null) {
            TextTable table = TextTable.of("  >% OF SAMPLES", "HOTTEST METHODS");
            hot.forEach(each -> table.row(String.format(Locale.ROOT, "  %5.1f", each.percent()), each.method()));
            console.table(table);
        }
    }

    private void workers(RunReport report) {
        if (report.perWorker().isEmpty()) {
            return;
        }
        TextTable table = TextTable.of(
                "  WORKER", ">TASKS", ">START-UP MS", ">EXECUTION MS", ">PER SECOND", ">CPU MS", ">HEAP AT MOST");
        for (RunReport.Worker worker : report.perWorker()) {
            Long heap = worker.heapPeakBytes();
            table.row(
                    "  " + worker.id(),
                    Figures.count(worker.tasks()),
                    worker.startupMillis(),
                    Figures.number(worker.executionMillis()),
                    Figures.count(worker.perSecond()),
                    worker.cpuMillis(),
                    heap == null ? null : Figures.mebibytes(heap));
        }
        console.table(table);
    }

    private static String latency(RunReport.Latency latency) {
        return "p50 %s · p95 %s · p99 %s · max %s ms"
                .formatted(
                        Figures.number(latency.p50()),
                        Figures.number(latency.p95()),
                        Figures.number(latency.p99()),
                        Figures.number(latency.max()));
    }
}
