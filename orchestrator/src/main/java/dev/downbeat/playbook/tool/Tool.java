package dev.downbeat.playbook.tool;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of work that a playbook can name, such as {@code http} or {@code python}.
 *
 * <p>Implementations have a public constructor without parameters, are listed in {@code META-INF/services}, keep no
 * state (what they share between calls lives in {@link ToolServices#shared}), and are called from many virtual threads
 * at once.
 */
public interface Tool {

    /** Returns the name used as {@code tool.kind}. */
    String kind();

    /**
     * Returns what is wrong with a tool's fields as written, templates unrendered; empty when nothing is. Registration
     * reports the faults with the step's line.
     */
    default List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        return List.of();
    }

    /**
     * Does the work and returns its result as plain data.
     *
     * @throws ToolException when the work failed; it says what kind of failure, and may carry a result to keep
     * @throws InterruptedException when the call was cancelled; nothing that it started is still running
     */
    @Nullable
    Object run(ToolCall call) throws ToolException, InterruptedException;
}
