package dev.downbeat.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerEventsTest {
    @Test
    void aReadyLineIsOneJsonObjectWithTheEventFirst() {
        WorkerEvent ready = new WorkerEvent.Ready("7", 42, 480, 1_000, null);

        String line = WorkerEvents.write(ready);

        assertThat(line)
                .isEqualTo("{\"event\":\"ready\",\"worker_id\":\"7\",\"pid\":42,\"startup_ms\":480,\"at_us\":1000}");
        assertThat(WorkerEvents.read(line)).contains(ready);
    }

    @Test
    void aStoppedLineTellsHowLongTheWorkerWorked() {
        WorkerEvent.Stopped stopped =
                new WorkerEvent.Stopped("7", 42, 1_000_000, 3_500_000, new Usage(900, 1_048_576, 12));

        assertThat(WorkerEvents.read(WorkerEvents.write(stopped))).contains(stopped);
        assertThat(stopped.worked()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void otherLinesAreNoEvents() {
        assertThat(WorkerEvents.read("hello")).isEmpty();
        assertThat(WorkerEvents.read("{\"event\":\"unheard of\"}")).isEmpty();
        assertThat(WorkerEvents.read("{\"event\":\"ready\",")).isEmpty();
    }
}
