package dev.downbeat.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis: what it spans and where its marks stand.
 *
 * @param label what it counts, with its unit
 * @param from where it begins
 * @param to where it ends; beyond {@code from}
 * @param marks in ascending order
 */
public record Axis(String label, double from, double to, List<Mark> marks) {
    private static final int MARKS = 5;

    public Axis {
        marks = List.copyOf(marks);
    }

    /** A place on the axis and what is written there. */
    public record Mark(double at, String text) {}

    /** Returns an axis from zero to the first round number that is not below {@code most}. */
    public static Axis fromZero(String label, double most) {
        double step = roundStep(Math.max(most, Double.MIN_NORMAL) / MARKS);
        List<Mark> marks = new ArrayList<>();
        int count = (int) Math.ceil(most / step - 1e-9);
        for (int i = 0; i <= Math.max(1, count); i++) {
            marks.add(new Mark(i * step, text(i * step)));
        }
        return new Axis(label, 0, marks.getLast().at(), marks);
    }

    /** Returns where a value stands: 0 at the beginning, 1 at the end. */
    double share(double value) {
        return (value - from) / (to - from);
    }

    /** The least of 1, 2, 2.5 and 5 times a power of ten that is not below. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (power * factor >= least * (1 - 1e-9)) {
                return power * factor;
            }
        }
        return power * 10;
    }

    private static String text(double value) {
        double rounded = Math.abs(value);
        if (rounded >= 1e6) {
            return trimmed(value / 1e6) + " M";
        }
        return rounded >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
