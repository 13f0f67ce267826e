package dev.downbeat.worker.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;

/**
 * What a process has taken of its machine since its start.
 *
 * @param cpuMillis processor time of all its threads; 0 where the system does not tell
 * @param heapPeakBytes the most that each part of the heap held, together
 * @param gcMillis spent collecting garbage
 */
public record Usage(
        @JsonProperty("cpu_ms") long cpuMillis,
        @JsonProperty("heap_peak_bytes") long heapPeakBytes,
        @JsonProperty("gc_ms") long gcMillis) {

    /** Reads this process' own. */
    static Usage read() {
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        long gc = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis > 0)
                .sum();
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Usage(cpu.toMillis(), heap, gc);
    }
}
