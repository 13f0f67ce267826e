package dev.downbeat.bench.check;

import dev.downbeat.bench.playbook.BenchPlaybooks;
import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.playbook.PlaybookTasks;
import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.queue.Worker;
import java.time.Duration;

/** How long a small playbook takes whose loop does nothing: what orchestration itself costs. */
final class PlaybookProbe {
    private static final int TIMES = 7;
    private static final int ITEMS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private PlaybookProbe() {}

    static Reading looping(Site site) throws Exception {
        Playbooks playbooks = Playbooks.on(site.pool(), PlaybookSettings.DEFAULTS);
        String path = BenchPlaybooks.register(playbooks, TaskKind.PLAYBOOK_LOOP);
        try (PlaybookTasks tasks =
                        PlaybookTasks.open(site.pool(), site.pool(), PlaybookSettings.DEFAULTS, Credentials.NONE);
                Worker worker = tasks.addTo(Worker.on(site.queue())).build()) {
            worker.start();
            return Reading.of(Repeat.millis(TIMES, ITEMS, () -> run(playbooks, path)));
        }
    }

    private static void run(Playbooks playbooks, String path) throws InterruptedException {
        long id = playbooks.execute(path, BenchPlaybooks.payload(ITEMS));
        RunStatus status =
                playbooks.await(id, LONGEST).map(ExecutionStatus::status).orElse(RunStatus.RUNNING);
        if (status != RunStatus.COMPLETED) {
            throw new BrokenException("a playbook with a loop of %d items ended %s".formatted(ITEMS, status));
        }
    }
}
