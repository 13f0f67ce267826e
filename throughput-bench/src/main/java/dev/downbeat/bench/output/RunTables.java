package dev.downbeat.bench.output;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.worker.page.HtmlTable;
import dev.downbeat.worker.page.Markup;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables of one scenario on the page; one that would be empty is left out. */
final class RunTables {
    private RunTables() {}

    static String comparison(RunReport report) {
        HtmlTable table = HtmlTable.of("against the baseline", "", ">before", ">now", ">change", "why");
        for (Further.Compared compared : orNone(report.further().comparison())) {
            String badge = switch (compared.verdict()) {
                case "worse" -> "slower";
                case "broken" -> "broken";
                case "better" -> "passed";
                default -> "skipped";
            };
            table.row(
                    Markup.escaped(compared.figure()),
                    "<span class=\"badge %s\">%s</span>".formatted(badge, compared.verdict()),
                    Figures.number(compared.before()),
                    Figures.number(compared.now()),
                    Figures.change(compared.before(), compared.now()),
                    Markup.escaped(compared.why()));
        }
        return table.html();
    }

    static String facts(RunReport report) {
        RunReport.Database db = report.db();
        HtmlTable table = HtmlTable.of("figure", ">value", "")
                .row("throughput", Figures.count(report.throughput().overallPerSecond()), "per second")
                .row("enqueue", Figures.count(report.enqueue().perSecond()), "per second, one client")
                .row("execution", Figures.count(report.execution().maxMillis()), "ms, all started to all stopped")
                .row("start-up", Figures.count(report.startup().averageMillis()), "ms on average")
                .row("commits", Figures.number(db.commitsPerTask()), "per execution")
                .row("WAL", Figures.count(db.walBytesPerTask()), "bytes per execution")
                .row("dead rows", Figures.count(db.deadTuples()), "left to vacuum")
                .row("tables · indexes", Figures.mebibytes(db.tableBytes()), Figures.mebibytes(db.indexBytes()))
                .row("buffers found in memory", Figures.percent(db.bufferHitRatio()), "");
        Further.Ceiling ceiling = report.further().ceiling();
        if (ceiling != null) {
            table.row(
                    "share of the ceiling",
                    Figures.percent(ceiling.ratio()),
                    "of %s/s (%s)".formatted(Figures.count(ceiling.perSecond()), Markup.escaped(ceiling.shape())));
        }
        Further.Floor floor = report.further().floor();
        if (floor != null) {
            row(table, "p50", floor.p50Ratio(), floor.latency().p50());
            row(table, "p99", floor.p99Ratio(), floor.latency().p99());
        }
        Further.Rescue rescue = report.further().rescue();
        if (rescue != null) {
            table.row(
                    "done after a worker was lost",
                    Figures.count(rescue.executions()),
                    "within %s ms, %s left"
                            .formatted(Figures.count(rescue.millis()), Figures.count(rescue.remaining())));
        }
        db.activity()
                .forEach((name, value) -> table.row(Markup.escaped(name), Figures.count(value), "the whole server"));
        return table.html();
    }

    private static void row(HtmlTable facts, String percentile, double ratio, double floorMillis) {
        facts.row(
                "start at %s, in floors".formatted(percentile),
                Figures.number(ratio),
                "of %s ms, a bare insert → claim".formatted(Figures.number(floorMillis)));
    }

    static String workers(RunReport report) {
        HtmlTable table = HtmlTable.of(
                "worker", ">executions", ">per second", ">start-up ms", ">CPU ms", ">heap at most", ">GC ms");
        for (RunReport.Worker worker : report.perWorker()) {
            Long heap = worker.heapPeakBytes();
            table.row(
                    Markup.escaped(worker.id()),
                    Figures.count(worker.tasks()),
                    Figures.count(worker.perSecond()),
                    Figures.count(worker.startupMillis()),
                    orBlank(worker.cpuMillis()),
                    heap == null ? "" : Figures.mebibytes(heap),
                    orBlank(worker.gcMillis()));
        }
        return table.html();
    }

    static String statements(RunReport report) {
        HtmlTable table = HtmlTable.of(">total ms", ">calls", ">rows", ">WAL bytes", "statement");
        for (RunReport.Statement statement : report.db().statements()) {
            table.row(
                    Figures.count(statement.totalMillis()),
                    Figures.count(statement.calls()),
                    Figures.count(statement.rows()),
                    Figures.count(statement.walBytes()),
                    "<code>%s</code>".formatted(Markup.escaped(statement.query())));
        }
        return table.html();
    }

    static String hotMethods(RunReport report) {
        HtmlTable table = HtmlTable.of(">% of samples", "method");
        for (Further.HotMethod hot : orNone(report.further().hotMethods())) {
            table.row(
                    String.format(Locale.ROOT, "%.1f", hot.percent()),
                    "<code>%s</code>".formatted(Markup.escaped(hot.method())));
        }
        return table.html();
    }

    private static String orBlank(@Nullable Long value) {
        return value == null ? "" : Figures.count(value);
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
