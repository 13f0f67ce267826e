package dev.downbeat.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {
    @Test
    void isTheTimeOfBootLessTheStartOfTheProcess() {
        String stat = "42 (java (x)) S 1 42 42 0 -1 4194304 1 0 0 0 5 1 0 0 20 0 20 0 12345 1 1";

        assertThat(ProcessAge.between(stat, "125.00 200.00\n")).isEqualTo(Duration.ofMillis(1_550));
    }

    @Test
    void thisProcessHasLivedAWhile() {
        assertThat(ProcessAge.read()).isBetween(Duration.ofMillis(10), Duration.ofHours(1));
    }
}
