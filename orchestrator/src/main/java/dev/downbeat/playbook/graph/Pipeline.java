package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that run in order, as one unit, on one worker. Its result is that of the last task that ran; finished tasks are
 * in scope by name.
 *
 * @param tasks at least one; names are unique
 * @param retry how the whole is repeated when it has failed; null for not at all
 * @param timeout by when the whole must have ended, null for no bound but its tasks' own
 * @param line its line in the document, from 1
 */
public record Pipeline(
        List<PipelineTask> tasks,
        @Nullable RetryPolicy retry,
        @Nullable Template timeout,
        int line) implements Action {

    /** A pipeline that is not repeated as a whole, nor bounded. */
    public Pipeline(List<PipelineTask> tasks, int line) {
        this(tasks, null, null, line);
    }

    public Pipeline {
        tasks = List.copyOf(tasks);
    }
}
