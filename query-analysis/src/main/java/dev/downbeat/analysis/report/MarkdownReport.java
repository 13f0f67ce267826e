package dev.downbeat.analysis.report;

import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.plan.PlanTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes an analysis for people, as Markdown: a table per distribution, the findings, the plans that have some. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** Returns the whole page. */
    public static String text(List<StatementReport> reports) {
        Map<String, List<StatementReport>> byScenario = reports.stream()
                .collect(Collectors.groupingBy(StatementReport::scenario, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("# Query analysis\n");
        byScenario.forEach((scenario, statements) -> section(page, scenario, statements));
        return page.toString();
    }

    private static void section(StringBuilder page, String scenario, List<StatementReport> statements) {
        page.append("\n## ").append(scenario).append("\n\n");
        page.append("| operation | rows | ms | planning ms | buffers | read | WAL bytes | findings |\n");
        page.append("|---|--:|--:|--:|--:|--:|--:|---|\n");
        for (StatementReport statement : statements) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %d | %d | %d | %s |%n",
                    statement.operation(),
                    statement.rows(),
                    statement.executionMillis(),
                    statement.planningMillis(),
                    statement.buffers().hit(),
                    statement.buffers().read(),
                    statement.walBytes(),
                    kinds(statement)));
        }
        statements.stream()
                .filter(statement -> !statement.findings().isEmpty())
                .forEach(statement -> findings(page, statement));
    }

    private static String kinds(StatementReport statement) {
        return statement.findings().stream()
                .map(finding -> finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static void findings(StringBuilder page, StatementReport statement) {
        page.append("\n### ").append(statement.operation()).append("\n\n");
        for (Finding finding : statement.findings()) {
            page.append("- ")
                    .append(finding.reason())
                    .append(". *")
                    .append(finding.proposal())
                    .append(".*\n");
        }
        page.append("\n```\n");
        PlanTree.lines(new PlanNode(statement.plan().path("Plan")))
                .forEach(line -> page.append(line).append('\n'));
        page.append("```\n");
    }
}
