package dev.downbeat.bench.machine;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.bench.statistics.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a machine with its server took for work that never changes, in milliseconds.
 *
 * @param cpuMillis a computation on all cores at once
 * @param roundTripMillis a statement that does nothing
 * @param wakeUpMillis from one thread to another and back
 */
public record Machine(
        @JsonProperty("cpu_ms") double cpuMillis,
        @JsonProperty("round_trip_ms") double roundTripMillis,
        @JsonProperty("wake_up_ms") double wakeUpMillis) {

    /** Returns the medians of several readings; nothing for none. */
    public static @Nullable Machine median(List<Machine> readings) {
        return readings.isEmpty()
                ? null
                : new Machine(
                        median(readings, Machine::cpuMillis),
                        median(readings, Machine::roundTripMillis),
                        median(readings, Machine::wakeUpMillis));
    }

    /**
     * Returns how many times as slow a machine is as another was, by what slowed down most; 1 if nothing did, or nothing is
     * known. Figures of the one are told by so much when they are held against the other's.
     */
    public static double slowness(@Nullable Machine before, @Nullable Machine now) {
        if (before == null || now == null) {
            return 1;
        }
        return DoubleStream.of(
                        now.cpuMillis / before.cpuMillis,
                        now.roundTripMillis / before.roundTripMillis,
                        now.wakeUpMillis / before.wakeUpMillis)
                .filter(Double::isFinite)
                .reduce(1, Math::max);
    }

    private static double median(List<Machine> readings, ToDoubleFunction<Machine> part) {
        return Sample.of(readings.stream().mapToDouble(part).toArray()).median();
    }
}
