package dev.downbeat.analysis.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.analysis.operation.Operation.Cost;
import java.util.List;

/**
 * How one statement's cost grew.
 *
 * @param expected how it may grow
 * @param points what it cost at each size, ascending
 * @param exponent of the power of the size that fits best: 0 is flat, 1 in proportion
 */
public record Growth(String operation, String statement, Cost expected, List<Point> points, double exponent) {
    /** A tree of a million entries is one level higher than one of a thousand: that much is flat. */
    private static final double FLAT = 0.12;

    /** Less than this altogether is noise, whatever its exponent. */
    private static final double LEAST_FACTOR = 1.8;

    private static final double SUBLINEAR = 0.8;
    private static final double LINEAR = 1.2;

    public Growth {
        points = List.copyOf(points);
    }

    /**
     * One size.
     *
     * @param rows in each of the large tables
     * @param buffers pages of 8 KiB that the statement touched
     * @param returned rows that it gave or wrote
     */
    public record Point(
            int rows,
            long buffers,
            long returned,
            @JsonProperty("ms") double millis) {
        /**
         * Buffers for each row that it gave: on a small table a large batch finds less to take. At least one: rows lie
         * on pages of their own in a large table, and only a small one has several of the wanted on each.
         */
        double cost() {
            return Math.max(1, (double) buffers / Math.max(1, returned));
        }
    }

    /** Fits the points by least squares in logarithms of size and buffers per row. */
    static Growth fit(String operation, String statement, Cost expected, List<Point> points) {
        return new Growth(operation, statement, expected, points, slope(telling(points)));
    }

    /**
     * The smallest size tells nothing where there are others: a small table is read whole, and holds less than a statement may look
     * ahead.
     */
    private static List<Point> telling(List<Point> points) {
        return points.size() < 3 ? points : points.subList(1, points.size());
    }

    /** Returns whether it costs more on larger tables than it may. */
    public boolean tooMuch() {
        return expected == Cost.FLAT && !flat();
    }

    /** Returns the law in a word. */
    public String law() {
        if (flat()) {
            return "flat";
        }
        return exponent < SUBLINEAR ? "sublinear" : exponent <= LINEAR ? "linear" : "more than linear";
    }

    private boolean flat() {
        List<Point> telling = telling(points);
        double factor = telling.getLast().cost() / telling.getFirst().cost();
        return exponent < FLAT || factor < LEAST_FACTOR;
    }

    private static double slope(List<Point> points) {
        double meanX = points.stream()
                .mapToDouble(point -> Math.log(point.rows()))
                .average()
                .orElse(0);
        double meanY = points.stream()
                .mapToDouble(point -> Math.log(point.cost()))
                .average()
                .orElse(0);
        double up = 0;
        double across = 0;
        for (Point point : points) {
            double x = Math.log(point.rows()) - meanX;
            up += x * (Math.log(point.cost()) - meanY);
            across += x * x;
        }
        return across == 0 ? 0 : up / across;
    }
}
