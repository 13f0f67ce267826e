package dev.downbeat.bench.chart;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name what the legend says
 * @param points from left to right
 * @param reference whether it is drawn faint and dashed, as what others are held against
 */
public record Series(String name, List<Point> points, boolean reference) {
    public Series {
        points = List.copyOf(points);
    }

    /** One place. */
    public record Point(double x, double y) {}

    /** Returns an ordinary line. */
    public static Series of(String name, List<Point> points) {
        return new Series(name, points, false);
    }
}
