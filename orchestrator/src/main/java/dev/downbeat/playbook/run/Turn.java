package dev.downbeat.playbook.run;

import dev.downbeat.playbook.tool.ErrorObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules of a step made of the end of a call. */
sealed interface Turn {
    /** The call is repeated after a while; {@code error} is what it failed with, null when it had succeeded. */
    record Again(Duration delay, CallState state, @Nullable ErrorObject error) implements Turn {}

    /**
     * The call is over.
     *
     * @param success whether it counts as a success
     * @param handled whether the run goes on: it succeeded, or a rule took the failure
     * @param result what is kept as the step's result
     * @param error what it failed with, null for nothing
     * @param moves where to go
     */
    record Over(
            boolean success,
            boolean handled,
            @Nullable Object result,
            @Nullable ErrorObject error,
            List<Move> moves) implements Turn {
        public Over {
            moves = List.copyOf(moves);
        }
    }
}
