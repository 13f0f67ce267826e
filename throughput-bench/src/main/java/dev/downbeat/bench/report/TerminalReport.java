package dev.downbeat.bench.report;

import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints reports for people. */
public final class TerminalReport {
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
        report.faults().forEach(fault -> console.line(console.styled(Style.BAD, "  ! ") + fault));
    }

    /** Prints all of them side by side, if there are several. */
    public void summary(List<RunReport> reports) {
        if (reports.size() < 2) {
            return;
        }
        TextTable table = TextTable.of(
                "SCENARIO", ">WORKERS", ">TASKS", ">PER SECOND", "SPREAD", ">P50 MS", ">P99 MS", ">LOST", ">DOUBLED");
        for (RunReport report : reports) {
            table.row(
                    report.scenario(),
                    report.workers(),
                    count(report.tasks()),
                    count(report.throughput().overallPerSecond()),
                    report.repeats() == null ? "" : percent(report.repeats().relativeSpread()),
                    number(report.latency().p50()),
                    number(report.latency().p99()),
                    report.lost(),
                    report.duplicated());
        }
        console.line("");
        console.table(table);
    }

    private String verdict(RunReport report) {
        if (report.good()) {
            return console.styled(Style.GOOD, "✓")
                    + " %s processed, none lost, none doubled".formatted(count(report.processed()));
        }
        return console.styled(
                Style.BAD,
                "✗ %s of %s processed, %s lost, %s doubled, %s failed"
                        .formatted(
                                count(report.processed()),
                                count(report.tasks()),
                                count(report.lost()),
                                count(report.duplicated()),
                                count(report.failed())));
    }

    private static Map<String, String> facts(RunReport report) {
        Map<String, String> facts = new java.util.LinkedHashMap<>();
        String spread = report.repeats() == null
                ? ""
                : "   median of %d, ± %s"
                        .formatted(
                                report.repeats().overallPerSecond().size(),
                                percent(report.repeats().relativeSpread()));
        facts.put(
                "throughput",
                "%s/s with %d workers%s"
                        .formatted(count(report.throughput().overallPerSecond()), report.workers(), spread));
        if (!report.perWorker().isEmpty()) {
            facts.put(
                    "enqueue",
                    "%s/s (%d ms)"
                            .formatted(
                                    count(report.enqueue().perSecond()),
                                    report.enqueue().ms()));
            facts.put(
                    "start-up",
                    "%s ms alone, %s ms on average, %d ms at most"
                            .formatted(
                                    report.startup().aloneMillis(),
                                    number(report.startup().averageMillis()),
                                    report.startup().maxMillis()));
            facts.put("execution", "%s ms".formatted(number(report.execution().maxMillis())));
            facts.put("latency", latency(report.latency()) + "   enqueue → completed");
        }
        RunReport.Latency start = report.startLatency();
        if (start != null) {
            facts.put("", latency(start) + "   enqueue → start");
        }
        RunReport.Database db = report.db();
        facts.put(
                "per task",
                "%.4f commits, %.0f bytes of WAL; %s dead rows left, %.1f %% of buffers hit"
                        .formatted(
                                db.commitsPerTask(),
                                db.walBytesPerTask(),
                                count(db.deadTuples()),
                                db.bufferHitRatio() * 100));
        return facts;
    }

    private void ceiling(RunReport report) {
        RunReport.Ceiling ceiling = report.ceiling();
        if (ceiling == null) {
            return;
        }
        if (!report.perWorker().isEmpty()) {
            console.line("  %-12s %s of %s/s (%s)"
                    .formatted("ceiling", percent(ceiling.ratio()), count(ceiling.perSecond()), ceiling.shape()));
            return;
        }
        TextTable table = TextTable.of("  SHAPE", ">ROWS/S");
        ceiling.shapes().forEach((name, perSecond) -> table.row("  " + name, count(perSecond)));
        console.table(table);
    }

    private void workers(RunReport report) {
        if (report.perWorker().isEmpty()) {
            return;
        }
        TextTable table = TextTable.of("  WORKER", ">TASKS", ">START-UP MS", ">EXECUTION MS", ">PER SECOND");
        for (RunReport.Worker worker : report.perWorker()) {
            table.row(
                    "  " + worker.id(),
                    count(worker.tasks()),
                    worker.startupMillis(),
                    number(worker.executionMillis()),
                    count(worker.perSecond()));
        }
        console.table(table);
    }

    private static String latency(RunReport.Latency latency) {
        return "p50 %s · p95 %s · p99 %s · max %s ms"
                .formatted(number(latency.p50()), number(latency.p95()), number(latency.p99()), number(latency.max()));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value).replace(',', ' ');
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
