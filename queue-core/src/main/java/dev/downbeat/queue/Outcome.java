package dev.downbeat.queue;

import dev.downbeat.queue.internal.Child;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one run of a handler ended; {@link OutcomeDecision} maps each case to what becomes of the execution. */
sealed interface Outcome {

    /** It returned; the result is JSON text. */
    record Returned(@Nullable String result) implements Outcome {}

    /** It threw. */
    record Threw(Throwable failure) implements Outcome {}

    /** It sleeps. */
    record Slept(String step, long delayMicros) implements Outcome {}

    /** It waits for children that are to be enqueued. */
    record Invoked(List<Child> children, @Nullable Long timeoutMicros, boolean keepsChildren) implements Outcome {}

    /** It waits for an event. */
    record Awaited(String step, String event, String key, long timeoutMicros) implements Outcome {}

    /** It recorded its completion itself. */
    record Recorded() implements Outcome {}
}
