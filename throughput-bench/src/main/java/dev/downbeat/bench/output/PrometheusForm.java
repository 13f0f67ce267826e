package dev.downbeat.bench.output;

import dev.downbeat.bench.check.CheckReport;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.RunReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gauges in the text form of Prometheus, for a push gateway or the node exporter's folder of text files. */
public final class PrometheusForm implements Form {
    @Override
    public String fileName() {
        return "bench.prom";
    }

    @Override
    public String of(List<RunReport> reports) {
        Page page = new Page();
        for (RunReport report : reports) {
            Map<String, String> of = Map.of("scenario", report.scenario());
            page.add(
                    "throughput_per_second",
                    "Executions per second, the median of all repeats.",
                    of,
                    report.rates().median());
            page.add("workers", "Worker processes.", of, report.workers());
            page.add("executions", "Executions enqueued.", of, (double) report.tasks());
            page.add("lost", "Executions without an outcome.", of, (double) report.lost());
            page.add("duplicated", "Outcomes beyond the first.", of, (double) report.duplicated());
            page.add("failed", "Executions that failed.", of, (double) report.failed());
            page.add(
                    "enqueue_per_second",
                    "Bulk enqueue by one client.",
                    of,
                    report.enqueue().perSecond());
            page.add(
                    "startup_seconds",
                    "Start-up of a worker process.",
                    of,
                    report.startup().averageMillis() / 1000);
            page.add(
                    "commits_per_execution",
                    "Transactions of the server.",
                    of,
                    report.db().commitsPerTask());
            page.add("wal_bytes_per_execution", "Bytes of WAL.", of, report.db().walBytesPerTask());
            latency(page, report);
        }
        return page.text();
    }

    @Override
    public String of(SuiteReport suite) {
        Page page = new Page();
        page.add("checks_elapsed_seconds", "How long all checks took.", Map.of(), suite.elapsedMillis() / 1000.0);
        for (CheckReport check : suite.checks()) {
            for (CheckReport.Status status : CheckReport.Status.values()) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put("check", check.name());
                labels.put("status", status.name().toLowerCase(Locale.ROOT));
                page.add(
                        "check_status", "1 for the status that a check has.", labels, check.status() == status ? 1 : 0);
            }
            if (check.median() != null) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put("check", check.name());
                labels.put("unit", check.unit());
                labels.put("better", check.better());
                page.add("check_figure", "What a check measured, the median.", labels, check.median());
            }
        }
        return page.text();
    }

    private static void latency(Page page, RunReport report) {
        Map<String, Double> quantiles = new LinkedHashMap<>();
        quantiles.put("0.5", report.latency().p50());
        quantiles.put("0.95", report.latency().p95());
        quantiles.put("0.99", report.latency().p99());
        quantiles.put("1", report.latency().max());
        quantiles.forEach((quantile, millis) -> {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("scenario", report.scenario());
            labels.put("quantile", quantile);
            page.add("latency_seconds", "From enqueue to completion.", labels, millis / 1000);
        });
    }

    /** Samples gathered by metric, as the format wants them. */
    private static final class Page {
        private final Map<String, StringBuilder> metrics = new LinkedHashMap<>();

        void add(String metric, String help, Map<String, String> labels, double value) {
            String name = "downbeat_bench_" + metric;
            StringBuilder text = metrics.computeIfAbsent(
                    name, ignored -> new StringBuilder("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name)));
            text.append(name);
            if (!labels.isEmpty()) {
                text.append('{');
                labels.forEach((label, of) -> text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
                        .append("%s=\"%s\"".formatted(label, escaped(of))));
                text.append('}');
            }
            text.append(' ').append(value).append('\n');
        }

        String text() {
            return String.join("", metrics.values());
        }

        private static String escaped(String value) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
    }
}
