package dev.downbeat.playbook.tool;

import org.jspecify.annotations.Nullable;

/** How a tool's call, or a whole pipeline, ended. */
public sealed interface ToolOutcome {

    /** Returns the result as plain data, also the one kept of a failure. */
    @Nullable
    Object result();

    /** It did its work. */
    record Succeeded(@Nullable Object result) implements ToolOutcome {}

    /** It failed; {@code result} is what was kept, often null. */
    record Failed(ErrorObject error, @Nullable Object result) implements ToolOutcome {}
}
