package dev.downbeat.bench.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The figures of repeated measurements of one thing. Immutable, never empty. */
public final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Returns the sample of these figures.
     *
     * @throws IllegalArgumentException if there are none, or one is not a number
     */
    public static Sample of(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0 || Arrays.stream(sorted).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("a sample needs finite figures, got " + values);
        }
        return new Sample(sorted);
    }

    /** Returns the sample of these figures. */
    public static Sample of(double... values) {
        return of(Arrays.stream(values).boxed().toList());
    }

    public int size() {
        return sorted.length;
    }

    public double min() {
        return sorted[0];
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    public double median() {
        return quantile(0.5);
    }

    public double mean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    /**
     * Returns the value below which the given share of the figures lies, interpolated between neighbours.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    /** Returns half the distance between the extremes as a share of the median: what follows "±" in reports. */
    public double relativeSpread() {
        return median() == 0 ? 0 : (max() - min()) / 2 / median();
    }

    /** Returns this sample with every figure multiplied. */
    public Sample times(double factor) {
        return of(Arrays.stream(sorted).map(value -> value * factor).toArray());
    }

    /** Returns the figures in ascending order. */
    public List<Double> values() {
        return Arrays.stream(sorted).boxed().toList();
    }
}
