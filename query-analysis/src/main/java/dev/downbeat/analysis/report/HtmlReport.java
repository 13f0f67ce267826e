package dev.downbeat.analysis.report;

import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.plan.PlanTree;
import dev.downbeat.worker.page.HtmlTable;
import dev.downbeat.worker.page.Markup;
import dev.downbeat.worker.page.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One page that needs nothing but itself: a table per distribution, findings, and every plan with its hot node marked. */
public final class HtmlReport {
    private HtmlReport() {}

    /** Returns the whole page. */
    public static String text(List<StatementReport> reports) {
        Map<String, List<StatementReport>> byScenario = reports.stream()
                .collect(Collectors.groupingBy(StatementReport::scenario, LinkedHashMap::new, Collectors.toList()));
        StringBuilder body = new StringBuilder("<p>%d statements on %d distributions, %d findings.</p>\n"
                .formatted(
                        reports.size(),
                        byScenario.size(),
                        reports.stream()
                                .mapToInt(report -> report.findings().size())
                                .sum()));
        byScenario.forEach((scenario, statements) -> section(body, scenario, statements));
        return Page.of("Query analysis", "", body);
    }

    private static void section(StringBuilder body, String scenario, List<StatementReport> statements) {
        HtmlTable table = HtmlTable.of(
                "operation", ">rows", ">ms", ">planning ms", ">buffers", ">read", ">WAL bytes", "findings");
        for (StatementReport statement : statements) {
            table.row(
                    "<a href=\"#%s\">%s</a>".formatted(id(statement), Markup.escaped(statement.operation())),
                    count(statement.rows()),
                    millis(statement.executionMillis()),
                    millis(statement.planningMillis()),
                    count(statement.buffers().touched()),
                    count(statement.buffers().read()),
                    count(statement.walBytes()),
                    badges(statement));
        }
        body.append("<section>\n<h2>%s</h2>\n%s".formatted(Markup.escaped(scenario), table.html()));
        statements.forEach(statement -> plan(body, statement));
        body.append("</section>\n");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String badges(StatementReport statement) {
        return statement.findings().stream()
                .map(finding -> finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .distinct()
                .map("<span class=\"badge slower\">%s</span>"::formatted)
                .collect(Collectors.joining(" "));
    }

    /** Open where there is something to look at. */
    private static void plan(StringBuilder body, StatementReport statement) {
        body.append("<details id=\"%s\"%s><summary>%s <small>%s</small></summary>\n"
                .formatted(
                        id(statement),
                        statement.findings().isEmpty() ? "" : " open",
                        Markup.escaped(statement.operation()),
                        Markup.escaped(statement.statement())));
        for (Finding finding : statement.findings()) {
            body.append("<p><b>%s.</b> %s.</p>\n"
                    .formatted(Markup.escaped(finding.reason()), Markup.escaped(finding.proposal())));
        }
        body.append("<pre>");
        for (String line : PlanTree.lines(new PlanNode(statement.plan().path("Plan")))) {
            body.append(line.startsWith("▶") ? "<mark>%s</mark>".formatted(Markup.escaped(line)) : Markup.escaped(line))
                    .append('\n');
        }
        body.append("</pre>\n</details>\n");
    }

    private static String id(StatementReport statement) {
        return Markup.escaped(statement.scenario() + "." + statement.operation());
    }
}
