package dev.downbeat.worker.run;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.status.Progress;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.worker.progress.RunView;
import java.time.Duration;
import java.util.Optional;

/** Watches one execution until it is over. */
public final class Follow {
    private static final Duration LOOK = Duration.ofMillis(250); // the end itself is told at once

    private final Playbooks playbooks;
    private final RunView view;

    public Follow(Playbooks playbooks, RunView view) {
        this.playbooks = playbooks;
        this.view = view;
    }

    /**
     * Shows the execution's progress until it ends or time is up.
     *
     * @param between runs between two looks
     * @return the last status seen
     */
    public RunStatus toItsEnd(long executionId, Duration timeout, Runnable between) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        RunStatus status = RunStatus.RUNNING;
        while (!status.terminal() && System.nanoTime() < end) {
            between.run();
            playbooks.await(executionId, LOOK);
            Optional<Progress> progress = playbooks.progress(executionId);
            progress.ifPresent(view::show);
            status = progress.map(Progress::status).orElse(status);
        }
        return status;
    }
}
