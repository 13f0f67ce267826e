package dev.downbeat.bench.check;

import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.statistics.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe read.
 *
 * @param sample one figure or several, in the check's unit
 * @param note what else a person wants to know; empty for nothing
 * @param machine how fast the machine was by itself meanwhile; nothing if nobody looked
 */
record Reading(Sample sample, String note, @Nullable Machine machine) {
    static Reading of(List<Double> values) {
        return new Reading(Sample.of(values), "", null);
    }

    static Reading of(double value) {
        return new Reading(Sample.of(value), "", null);
    }

    Reading noting(String text) {
        return new Reading(sample, text, machine);
    }

    Reading on(Machine reading) {
        return new Reading(sample, note, reading);
    }
}
