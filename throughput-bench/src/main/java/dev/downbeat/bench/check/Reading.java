package dev.downbeat.bench.check;

import dev.downbeat.bench.statistics.Sample;
import java.util.List;

/**
 * What a probe read.
 *
 * @param sample one figure or several, in the check's unit
 * @param note what else a person wants to know; empty for nothing
 */
record Reading(Sample sample, String note) {
    static Reading of(List<Double> values) {
        return new Reading(Sample.of(values), "");
    }

    static Reading of(double value) {
        return new Reading(Sample.of(value), "");
    }

    Reading noting(String text) {
        return new Reading(sample, text);
    }
}
