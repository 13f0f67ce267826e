package dev.downbeat.bench.chart;

import dev.downbeat.worker.page.Markup;
import java.util.List;
import java.util.Locale;

/**
 * Lines over two axes, with a legend below.
 *
 * @param title what it shows, for those who cannot see it
 * @param across from left to right
 * @param up from the bottom to the top
 * @param series at least one
 */
public record LineChart(String title, Axis across, Axis up, List<Series> series) {
    private static final int HEIGHT = 260;
    private static final int LEFT = 52;
    private static final int RIGHT = 28;
    private static final int TOP = 24;
    private static final int BOTTOM = 40;
    private static final int COLOURS = 8;

    /** Points of a longer line run into each other. */
    private static final int MOST_DOTS = 12;

    public LineChart {
        series = List.copyOf(series);
    }

    /** Returns the chart as HTML. */
    public String html() {
        Svg svg = new Svg(HEIGHT, title);
        grid(svg);
        for (int i = 0; i < series.size(); i++) {
            draw(svg, series.get(i), style(i));
        }
        return "<figure>\n" + svg.end() + legend() + "</figure>\n";
    }

    private void grid(Svg svg) {
        for (Axis.Mark mark : up.marks()) {
            svg.line("grid", LEFT, y(mark.at()), Svg.WIDTH - RIGHT, y(mark.at()));
            svg.text("end", LEFT - 6, y(mark.at()) + 4, mark.text());
        }
        for (Axis.Mark mark : across.marks()) {
            svg.line("grid", x(mark.at()), HEIGHT - BOTTOM, x(mark.at()), HEIGHT - BOTTOM + 4);
            svg.text("middle", x(mark.at()), HEIGHT - BOTTOM + 18, mark.text());
        }
        svg.text("start", 4, 12, up.label());
        svg.text("end", Svg.WIDTH - RIGHT, HEIGHT - 4, across.label());
    }

    private void draw(Svg svg, Series line, String style) {
        StringBuilder steps = new StringBuilder();
        for (Series.Point point : line.points()) {
            steps.append(steps.isEmpty() ? "M" : " L")
                    .append(Svg.at(x(point.x())))
                    .append(' ')
                    .append(Svg.at(y(point.y())));
        }
        svg.path("line " + style, steps.toString(), line.name());
        if (!line.reference() && line.points().size() <= MOST_DOTS) {
            for (Series.Point point : line.points()) {
                svg.dot(
                        "dot " + style,
                        x(point.x()),
                        y(point.y()),
                        String.format(Locale.ROOT, "%s: %,.4g", line.name(), point.y()));
            }
        }
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<figcaption>");
        for (int i = 0; i < series.size(); i++) {
            legend.append("<span class=\"key %s\"></span>%s "
                    .formatted(style(i), Markup.escaped(series.get(i).name())));
        }
        return legend.append("</figcaption>\n").toString();
    }

    private String style(int number) {
        return series.get(number).reference() ? "reference" : "s" + number % COLOURS;
    }

    private double x(double value) {
        return LEFT + across.share(value) * (Svg.WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.share(value) * (HEIGHT - TOP - BOTTOM);
    }
}
