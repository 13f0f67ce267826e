package dev.downbeat.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.worker.settings.Settings;
import dev.downbeat.worker.settings.SettingsFile;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsOfWorkerTest {
    private static final Settings UNTOUCHED = Settings.of(Map.of(), SettingsFile.none());

    @Test
    void untouchedSettingsAreTheQueuesOwnDefaults() {
        assertThat(SettingsOfWorker.queue(UNTOUCHED, "w")).isEqualTo(WorkerSettings.DEFAULT.name("w"));
    }

    @Test
    void untouchedSettingsAreThePlaybooksOwnDefaults() {
        assertThat(SettingsOfWorker.playbooks(UNTOUCHED))
                .usingRecursiveComparison()
                .ignoringFields("python.poolSize") // depends on the machine
                .isEqualTo(PlaybookSettings.DEFAULTS);
    }

    @Test
    void everyFlagReachesTheWorker() {
        Settings settings = Settings.of(
                Map.of("worker.queues", "a,b", "worker.fetch_batch", "7", "worker.notify", "false"),
                Map.of(),
                SettingsFile.none());

        WorkerSettings worker = SettingsOfWorker.queue(settings, "w");

        assertThat(worker.queues()).isEqualTo(Set.of("a", "b"));
        assertThat(worker.fetchBatch()).isEqualTo(7);
        assertThat(worker.listen()).isFalse();
    }
}
