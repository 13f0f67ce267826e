package dev.downbeat.bench.output;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.statistics.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A summary for a pull request: what moved first, then a table, then the machine. */
public final class MarkdownForm implements Form {
    @Override
    public String fileName() {
        return "bench.md";
    }

    @Override
    public String of(List<RunReport> reports) {
        StringBuilder page = new StringBuilder("## Bench\n\n");
        moved(page, reports);
        page.append("| scenario | workers | executions | per second | spread | p50 ms | p99 ms | lost | doubled |\n");
        page.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (RunReport report : reports) {
            Further.Repeats repeats = report.further().repeats();
            page.append("| %s %s | %d | %s | **%s** | %s | %s | %s | %d | %d |\n"
                    .formatted(
                            report.good() ? "✅" : "❌",
                            report.scenario(),
                            report.workers(),
                            Figures.count(report.tasks()),
                            Figures.count(report.rates().median()),
                            repeats == null ? "" : Figures.spread(report.rates()),
                            Figures.number(report.latency().p50()),
                            Figures.number(report.latency().p99()),
                            report.lost(),
                            report.duplicated()));
        }
        reports.forEach(report -> report.faults()
                .forEach(fault -> page.append("\n> **%s**: %s\n".formatted(report.scenario(), oneLine(fault)))));
        reports.stream().findFirst().ifPresent(report -> environment(page, report.env()));
        return page.toString();
    }

    @Override
    public String of(SuiteReport suite) {
        StringBuilder page = new StringBuilder("## Bench checks\n\n");
        page.append("%d passed, %d slower, %d broken, %d skipped in %s s\n\n"
                .formatted(
                        suite.count(Status.PASSED),
                        suite.count(Status.SLOWER),
                        suite.count(Status.BROKEN),
                        suite.count(Status.SKIPPED),
                        Figures.number(suite.elapsedMillis() / 1000.0)));
        page.append("| | check | figure | spread | |\n|---|---|--:|--:|---|\n");
        for (CheckReport check : suite.checks()) {
            page.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            sign(check.status()),
                            check.name(),
                            check.median() == null
                                    ? check.status().name().toLowerCase(Locale.ROOT)
                                    : Figures.number(check.median()) + " " + check.unit(),
                            check.samples().size() < 2 ? "" : Figures.spread(Sample.of(check.samples())),
                            oneLine(check.note())));
        }
        environment(page, suite.env());
        return page.toString();
    }

    private static void moved(StringBuilder page, List<RunReport> reports) {
        boolean any = false;
        for (RunReport report : reports) {
            List<Further.Compared> comparison = report.further().comparison();
            for (Further.Compared compared : comparison == null ? List.<Further.Compared>of() : comparison) {
                if (!compared.verdict().equals("same")) {
                    page.append("- **%s** %s: %s → %s (%s) %s\n"
                            .formatted(
                                    compared.verdict(),
                                    compared.figure(),
                                    Figures.number(compared.before()),
                                    Figures.number(compared.now()),
                                    Figures.change(compared.before(), compared.now()),
                                    compared.why()));
                    any = true;
                }
            }
        }
        page.append(any ? "\n" : "");
    }

    private static String sign(Status status) {
        return switch (status) {
            case PASSED -> "✅";
            case SLOWER -> "🐢";
            case BROKEN -> "❌";
            case SKIPPED -> "⚪";
        };
    }

    private static void environment(StringBuilder page, Map<String, String> env) {
        if (!env.isEmpty()) {
            page.append("\n<details><summary>Where</summary>\n\n");
            env.forEach((name, value) -> page.append("- %s: %s\n".formatted(name, oneLine(value))));
            page.append("\n</details>\n");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R\\s*", " · ").replace("|", "\\|");
    }
}
