package dev.downbeat.bench.output;

import dev.downbeat.bench.chart.Axis;
import dev.downbeat.bench.chart.BarChart;
import dev.downbeat.bench.chart.LineChart;
import dev.downbeat.bench.chart.Series;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.worker.page.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The charts of the page; one that would say nothing is left out. */
final class RunCharts {
    /** More lines than this cannot be told apart. */
    private static final int MOST_WORKERS = 8;

    private RunCharts() {}

    /** Throughput of all scenarios, if there are several. */
    static String comparison(List<RunReport> reports) {
        if (reports.size() < 2) {
            return "";
        }
        List<BarChart.Bar> bars = reports.stream()
                .map(report -> new BarChart.Bar(
                        report.scenario(),
                        report.rates().median(),
                        Figures.count(report.rates().median()) + "/s",
                        report.rates().relativeSpread()))
                .toList();
        return "<h2>Executions per second</h2>\n" + new BarChart("Executions per second of each scenario", bars).html();
    }

    /** Throughput over the number of workers, where scenarios differ in nothing but that. */
    static String scaling(List<RunReport> reports) {
        return Scaling.among(reports).stream().map(RunCharts::curve).collect(Collectors.joining());
    }

    /** Executions that each worker finished, over time. */
    static String timeline(RunReport report) {
        Further.Timeline timeline = report.further().timeline();
        if (timeline == null || timeline.sliceMillis() == 0) {
            return "";
        }
        double perSecond = 1000.0 / timeline.sliceMillis();
        List<Series> series = new ArrayList<>();
        double most = 1;
        int slices = 1;
        for (Map.Entry<String, List<Long>> worker : timeline.finished().entrySet()) {
            List<Series.Point> points = new ArrayList<>();
            for (Long finished : worker.getValue()) {
                points.add(new Series.Point(points.size() * timeline.sliceMillis() / 1000.0, finished * perSecond));
                most = Math.max(most, finished * perSecond);
            }
            slices = Math.max(slices, points.size());
            if (series.size() < MOST_WORKERS && !points.isEmpty()) {
                series.add(Series.of(worker.getKey(), points));
            }
        }
        if (series.isEmpty()) {
            return "";
        }
        return titled(
                "Throughput over time",
                new LineChart(
                        "Executions finished per second by each worker, over time",
                        Axis.fromZero("seconds since all had started", slices * timeline.sliceMillis() / 1000.0),
                        Axis.fromZero("executions per second", most),
                        series));
    }

    /** Latency over its percentiles, each nine one step to the right. */
    static String latency(RunReport report) {
        List<Further.Percentile> curve = report.further().latencyCurve();
        if (curve == null || curve.isEmpty()) {
            return "";
        }
        List<Series.Point> points = curve.stream()
                .map(each -> new Series.Point(nines(each.percent()), each.millis()))
                .toList();
        double most =
                curve.stream().mapToDouble(Further.Percentile::millis).max().orElse(1);
        double last = points.getLast().x();
        List<Axis.Mark> marks = new ArrayList<>();
        for (double percent : new double[] {0, 50, 90, 99, 99.9, 99.99}) {
            if (nines(percent) <= last) {
                marks.add(new Axis.Mark(nines(percent), (percent % 1 == 0 ? "" + (int) percent : "" + percent) + " %"));
            }
        }
        return titled(
                "Latency",
                new LineChart(
                        "Latency from enqueue to completion by percentile",
                        new Axis("of all executions took no longer", 0, Math.max(1, last), marks),
                        Axis.fromZero("ms from enqueue to completion", most),
                        List.of(Series.of(report.scenario(), points))));
    }

    private static String curve(Scaling scaling) {
        List<RunReport> members = scaling.members();
        List<Series.Point> reached = members.stream()
                .map(report -> new Series.Point(report.workers(), report.rates().median()))
                .toList();
        List<Series.Point> linear = members.stream()
                .map(report -> new Series.Point(report.workers(), scaling.linear(report)))
                .toList();
        List<Axis.Mark> marks = members.stream()
                .map(report -> new Axis.Mark(report.workers(), Integer.toString(report.workers())))
                .toList();
        return titled(
                "Scaling: " + scaling.family(),
                new LineChart(
                        "Throughput over the number of workers",
                        new Axis("worker processes", 0, members.getLast().workers(), marks),
                        Axis.fromZero(
                                "executions per second", Math.max(scaling.most(), scaling.linear(members.getLast()))),
                        List.of(new Series("linear", linear, true), Series.of("reached", reached))));
    }

    private static String titled(String title, LineChart chart) {
        return "<div>\n<h3>%s</h3>\n%s</div>\n".formatted(Markup.escaped(title), chart.html());
    }

    private static double nines(double percent) {
        return -Math.log10(1 - percent / 100);
    }
}
