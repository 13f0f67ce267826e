package dev.downbeat.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long this process has lived. */
final class ProcessAge {
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_TIME = 19; // fields after the command's name, see proc(5)

    private ProcessAge() {}

    /** Returns it to a hundredth of a second where Linux tells, else as well as Java knows. */
    static Duration read() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String uptime = Files.readString(Path.of("/proc/uptime"));
            return between(stat, uptime);
        } catch (IOException | RuntimeException e) {
            // Java derives the start from the time of boot, which is told in whole seconds.
            Instant now = Instant.now();
            return Duration.between(
                    ProcessHandle.current().info().startInstant().orElse(now), now);
        }
    }

    static Duration between(String stat, String uptime) {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        long startedMillis = Long.parseLong(fields.get(START_TIME)) * 1000 / TICKS_PER_SECOND;
        long nowMillis = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
        return Duration.ofMillis(nowMillis - startedMillis);
    }
}
