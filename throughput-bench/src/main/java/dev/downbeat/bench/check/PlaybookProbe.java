package dev.downbeat.bench.check;

import dev.downbeat.playbook.PlaybookTasks;
import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.queue.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** How long a small playbook takes whose loop does nothing: what orchestration itself costs. */
final class PlaybookProbe {
    private static final String RESOURCE = "loop.yaml";
    private static final int TIMES = 7;
    private static final int ITEMS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private PlaybookProbe() {}

    static Reading looping(Site site) throws Exception {
        Playbooks playbooks = Playbooks.on(site.pool(), PlaybookSettings.DEFAULTS);
        String path = playbooks.register(text()).path();
        try (PlaybookTasks tasks =
                        PlaybookTasks.open(site.pool(), site.pool(), PlaybookSettings.DEFAULTS, Credentials.NONE);
                Worker worker = tasks.addTo(Worker.on(site.queue())).build()) {
            worker.start();
            return Reading.of(Repeat.millis(TIMES, ITEMS, () -> run(playbooks, path)));
        }
    }

    private static void run(Playbooks playbooks, String path) throws InterruptedException {
        long id = playbooks.execute(path, Map.of());
        RunStatus status =
                playbooks.await(id, LONGEST).map(ExecutionStatus::status).orElse(RunStatus.RUNNING);
        if (status != RunStatus.COMPLETED) {
            throw new BrokenException("a playbook with a loop of %d items ended %s".formatted(ITEMS, status));
        }
    }

    private static String text() {
        try (InputStream resource = PlaybookProbe.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("The resource %s is missing from the program.".formatted(RESOURCE));
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
