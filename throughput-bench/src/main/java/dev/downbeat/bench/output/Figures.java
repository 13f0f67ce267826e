package dev.downbeat.bench.output;

import dev.downbeat.bench.statistics.Sample;
import java.util.Locale;

/** Figures as people read them: thousands parted by a narrow space, few digits. */
final class Figures {
    private static final char PARTING = '\u202f';

    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', PARTING);
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value).replace(',', PARTING);
    }

    /** Three digits that mean something, all of a larger number's whole part. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size == 0 || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value).replace(',', PARTING);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** How far the figures of a sample lie apart. */
    static String spread(Sample sample) {
        return "± " + percent(sample.relativeSpread());
    }

    /** A change as a share, with its sign. */
    static String change(double before, double now) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", (now / before - 1) * 100);
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
    }
}
