package dev.downbeat.analysis.report;

import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.plan.PlanTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One page that needs nothing but itself: a table per distribution, findings, and every plan with its hot node marked. */
public final class HtmlReport {
    private static final String STYLE = "page.css";

    private HtmlReport() {}

    /** Returns the whole page. */
    public static String text(List<StatementReport> reports) {
        Map<String, List<StatementReport>> byScenario = reports.stream()
                .collect(Collectors.groupingBy(StatementReport::scenario, LinkedHashMap::new, Collectors.toList()));
        StringBuilder body = new StringBuilder("<h1>Query analysis</h1>\n");
        body.append("<p>%d statements on %d distributions, %d findings.</p>\n"
                .formatted(
                        reports.size(),
                        byScenario.size(),
                        reports.stream()
                                .mapToInt(report -> report.findings().size())
                                .sum()));
        byScenario.forEach((scenario, statements) -> section(body, scenario, statements));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Query analysis</title>
                <style>
                %s</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(style(), body);
    }

    private static void section(StringBuilder body, String scenario, List<StatementReport> statements) {
        body.append("<section>\n<h2>%s</h2>\n<div class=\"wide\"><table>\n".formatted(escaped(scenario)));
        body.append("<thead><tr><th>operation</th><th class=\"right\">rows</th><th class=\"right\">ms</th>"
                + "<th class=\"right\">planning ms</th><th class=\"right\">buffers</th><th class=\"right\">read</th>"
                + "<th class=\"right\">WAL bytes</th><th></th></tr></thead>\n<tbody>\n");
        for (StatementReport statement : statements) {
            body.append(String.format(
                    Locale.ROOT,
                    "<tr><td><a href=\"#%s\">%s</a></td><td class=\"right\">%,d</td><td class=\"right\">%.2f</td>"
                            + "<td class=\"right\">%.2f</td><td class=\"right\">%,d</td><td class=\"right\">%,d</td>"
                            + "<td class=\"right\">%,d</td><td>%s</td></tr>%n",
                    id(statement),
                    escaped(statement.operation()),
                    statement.rows(),
                    statement.executionMillis(),
                    statement.planningMillis(),
                    statement.buffers().hit() + statement.buffers().read(),
                    statement.buffers().read(),
                    statement.walBytes(),
                    badges(statement)));
        }
        body.append("</tbody>\n</table></div>\n");
        statements.forEach(statement -> plan(body, statement));
        body.append("</section>\n");
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
                        escaped(statement.operation()),
                        escaped(statement.statement())));
        for (Finding finding : statement.findings()) {
            body.append("<p><b>%s.</b> %s.</p>\n".formatted(escaped(finding.reason()), escaped(finding.proposal())));
        }
        body.append("<pre>");
        for (String line : PlanTree.lines(new PlanNode(statement.plan().path("Plan")))) {
            body.append(line.startsWith("▶") ? "<mark>%s</mark>".formatted(escaped(line)) : escaped(line))
                    .append('\n');
        }
        body.append("</pre>\n</details>\n");
    }

    private static String id(StatementReport statement) {
        return escaped(statement.scenario() + "." + statement.operation());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream resource = HtmlReport.class.getResourceAsStream(STYLE)) {
            if (resource == null) {
                throw new IllegalStateException("The resource %s is missing from the program.".formatted(STYLE));
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
