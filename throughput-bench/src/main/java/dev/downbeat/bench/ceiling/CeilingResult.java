package dev.downbeat.bench.ceiling;

import java.util.Comparator;
import java.util.List;

/**
 * What bare SQL reached.
 *
 * @param shapes every shape that was tried, in the order of trying
 */
public record CeilingResult(List<Shape> shapes) {

    /**
     * One shape's figures.
     *
     * @param name the shape
     * @param description what it does, in one line
     * @param rows executions per measurement
     * @param counted whether the shape leaves a lease behind and so may be the ceiling
     * @param rowsPerSecond each repeat's figure, in order
     * @param medianPerSecond the median of those
     * @param walBytesPerRow WAL written per row, over all repeats
     */
    public record Shape(
            String name,
            String description,
            int rows,
            boolean counted,
            List<Double> rowsPerSecond,
            double medianPerSecond,
            double walBytesPerRow) {
        public Shape {
            rowsPerSecond = List.copyOf(rowsPerSecond);
        }
    }

    public CeilingResult {
        shapes = List.copyOf(shapes);
        if (shapes.stream().noneMatch(Shape::counted)) {
            throw new IllegalArgumentException("a ceiling needs at least one shape that keeps leases");
        }
    }

    /** Returns these, with another measurement of one of them in its place. */
    CeilingResult with(Shape again) {
        return new CeilingResult(shapes.stream()
                .map(shape -> shape.name().equals(again.name()) ? again : shape)
                .toList());
    }

    /** The fastest shape that keeps leases, of those measured with the most rows: the ceiling. */
    public Shape best() {
        return shapes.stream()
                .filter(Shape::counted)
                .max(Comparator.comparingInt(Shape::rows).thenComparingDouble(Shape::medianPerSecond))
                .orElseThrow();
    }
}
