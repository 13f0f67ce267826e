package dev.downbeat.playbook.run;

import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tasks that carry playbooks on the queue. */
public final class Commands {
    /** The queue of both tasks. */
    public static final String QUEUE = "playbook";

    /** Attempts of one command after crashes and database failures; a failing tool is no failed attempt. */
    static final int ATTEMPTS = 20;

    /** Workers that one command may take down with it; then its run fails. */
    static final int CRASHES = 5;

    /** One call of a step. */
    public static final Task<StepCommand, @Nullable Void> STEP = Task.of("playbook.step", StepCommand.class)
            .queue(QUEUE)
            .retry(RetryPolicy.exponential(ATTEMPTS, Duration.ofMillis(200), Duration.ofSeconds(15)));

    /** The clean-up after an execution that failed or was cancelled with work still open. */
    public static final Task<SweepCommand, @Nullable Void> SWEEP = Task.of("playbook.sweep", SweepCommand.class)
            .queue(QUEUE)
            .retry(RetryPolicy.exponential(ATTEMPTS, Duration.ofMillis(200), Duration.ofSeconds(15)));

    private Commands() {}
}
