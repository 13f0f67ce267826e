package dev.downbeat.bench.output;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.statistics.Sample;
import dev.downbeat.worker.page.HtmlTable;
import dev.downbeat.worker.page.Markup;
import dev.downbeat.worker.page.Page;
import dev.downbeat.worker.page.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One page: what all scenarios came to, then charts and tables of each. */
public final class HtmlForm implements Form {
    private static final String STYLE = "charts.css";

    @Override
    public String fileName() {
        return "bench.html";
    }

    @Override
    public String of(List<RunReport> reports) {
        StringBuilder body = new StringBuilder();
        reports.stream().findFirst().ifPresent(report -> where(body, report.env()));
        body.append(overview(reports));
        body.append(RunCharts.comparison(reports)).append(RunCharts.scaling(reports));
        reports.forEach(report -> body.append(section(report)));
        return page("Downbeat bench", body);
    }

    @Override
    public String of(SuiteReport suite) {
        StringBuilder body = new StringBuilder();
        where(body, suite.env());
        body.append("<p>%d passed, %d slower, %d broken, %d skipped in %s s.</p>\n"
                .formatted(
                        suite.count(Status.PASSED),
                        suite.count(Status.SLOWER),
                        suite.count(Status.BROKEN),
                        suite.count(Status.SKIPPED),
                        Figures.number(suite.elapsedMillis() / 1000.0)));
        HtmlTable table = HtmlTable.of("check", "", ">figure", "", ">spread", ">took ms", "what it is");
        for (CheckReport check : suite.checks()) {
            String status = check.status().name().toLowerCase(Locale.ROOT);
            table.row(
                    Markup.escaped(check.name()),
                    "<span class=\"badge %s\">%s</span>".formatted(status, status),
                    check.median() == null ? "" : Figures.number(check.median()),
                    Markup.escaped(check.unit()),
                    check.samples().size() < 2 ? "" : Figures.spread(Sample.of(check.samples())),
                    Figures.count(check.elapsedMillis()),
                    Markup.escaped(check.description())
                            + (check.note().isEmpty()
                                    ? ""
                                    : "<br><small>" + Markup.escaped(check.note()) + "</small>"));
        }
        body.append(table.html());
        return page("Downbeat bench checks", body);
    }

    private static String overview(List<RunReport> reports) {
        HtmlTable table = HtmlTable.of(
                "scenario",
                "",
                ">workers",
                ">executions",
                ">per second",
                ">spread",
                ">p50 ms",
                ">p99 ms",
                ">lost",
                ">doubled");
        for (RunReport report : reports) {
            Further.Repeats repeats = report.further().repeats();
            table.row(
                    Markup.escaped(report.scenario()),
                    "<span class=\"badge %s\">%s</span>"
                            .formatted(report.good() ? "passed" : "broken", report.good() ? "good" : "broken"),
                    Integer.toString(report.workers()),
                    Figures.count(report.tasks()),
                    "<b>%s</b>".formatted(Figures.count(report.rates().median())),
                    repeats == null ? "" : Figures.spread(report.rates()),
                    Figures.number(report.latency().p50()),
                    Figures.number(report.latency().p99()),
                    Long.toString(report.lost()),
                    Long.toString(report.duplicated()));
        }
        return table.html();
    }

    private static String section(RunReport report) {
        StringBuilder section =
                new StringBuilder("<section>\n<h2>%s</h2>\n".formatted(Markup.escaped(report.scenario())));
        report.faults()
                .forEach(fault -> section.append("<pre class=\"fault\">%s</pre>\n".formatted(Markup.escaped(fault))));
        section.append("<div class=\"charts\">\n")
                .append(RunCharts.timeline(report))
                .append(RunCharts.latency(report))
                .append("</div>\n")
                .append(RunTables.comparison(report))
                .append(RunTables.facts(report))
                .append(RunTables.workers(report))
                .append(RunTables.statements(report))
                .append(RunTables.hotMethods(report));
        return section.append("</section>\n").toString();
    }

    private static void where(StringBuilder body, Map<String, String> env) {
        if (!env.isEmpty()) {
            body.append("<p class=\"where\">");
            env.forEach((name, value) ->
                    body.append("<span>%s <b>%s</b></span> ".formatted(Markup.escaped(name), Markup.escaped(value))));
            body.append("</p>\n");
        }
    }

    private static String page(String title, CharSequence body) {
        return Page.of(title, Resource.text(HtmlForm.class, STYLE), body);
    }
}
