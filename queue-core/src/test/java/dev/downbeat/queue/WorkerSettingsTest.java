package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    @Test
    void hasTheDefaultsThatAreDocumented() {
        WorkerSettings settings = WorkerSettings.DEFAULT;

        assertThat(settings.concurrency()).isEqualTo(100);
        assertThat(settings.fetchBatch()).isEqualTo(500);
        assertThat(settings.flushBatch()).isEqualTo(500);
        assertThat(settings.flushInterval()).hasMillis(10);
        assertThat(settings.pollInterval()).hasSeconds(1);
        assertThat(settings.lease()).hasSeconds(15);
        assertThat(settings.heartbeat()).hasSeconds(5);
        assertThat(settings.listen()).isTrue();
        assertThat(settings.retention()).isEqualTo(new Retention(Duration.ofDays(7), Duration.ofDays(30)));
        assertThat(settings.keepEvents()).hasDays(30);
        assertThat(settings.queues()).isEmpty();
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThatThrownBy(() -> new WorkerSettings(
                        "w",
                        java.util.Set.of(),
                        0,
                        500,
                        20_000,
                        Duration.ofMillis(10),
                        Duration.ZERO,
                        Duration.ZERO,
                        true,
                        Retention.DEFAULT,
                        Duration.ofMinutes(59)))
                .hasMessageContainingAll(
                        "expected concurrency from 1 to 10000, got 0",
                        "flushBatch from 1 to 10000, got 20000",
                        "pollInterval",
                        "lease",
                        "keepEvents from PT1H");
    }
}
