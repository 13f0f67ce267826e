package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.Progress;

/** Shows a run while it goes on. For one thread. */
public interface RunView extends AutoCloseable {
    /** Shows where the run stands now; called several times a second. */
    void show(Progress progress);

    /** Shows a line beside the progress. */
    void notice(String text);

    /** Leaves the screen as a person expects it: with what has passed, without what moves. */
    @Override
    void close();
}
