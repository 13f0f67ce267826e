package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Where playbooks may run. */
class PlaybookTasksIT {

    @Test
    void refusesAWorkerOfAnotherInstallation() {
        try (var database = TestDatabase.fresh();
                var tasks = PlaybookTasks.open(
                        database.dataSource(), database.dataSource(), PlaybookSettings.DEFAULTS, Credentials.NONE)) {
            Worker.Builder elsewhere = Worker.on(Queue.on(database.dataSource(), "billing"));

            assertThatThrownBy(() -> tasks.addTo(elsewhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("schema=billing");
        }
    }
}
