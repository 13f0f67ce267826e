package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Puts what went wrong into the form in which it is stored. */
final class Faults {

    private static final int MAX_MESSAGE_CHARS = 4_000;
    private static final int MAX_STACK_CHARS = 20_000;

    private Faults() {}

    static Fault of(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        var error = new ExecutionError(
                failure instanceof TimedOutException ? ExecutionError.Kind.TIMEOUT : ExecutionError.Kind.FAILURE,
                failure.getClass().getName(),
                storable(message, MAX_MESSAGE_CHARS));
        return new Fault(Json.text(error), storable(stack(failure), MAX_STACK_CHARS));
    }

    static Fault cancelled(String reason) {
        return new Fault(
                Json.text(new ExecutionError(ExecutionError.Kind.CANCELLED, "", storable(reason, MAX_MESSAGE_CHARS))),
                null);
    }

    static Fault crash(Claimed claimed) {
        String message = "Worker %d died in run %d, or lost its lease.".formatted(claimed.workerId(), claimed.run());
        return new Fault(Json.text(new ExecutionError(ExecutionError.Kind.CRASH, "", message)), null);
    }

    private static String stack(Throwable failure) {
        try {
            var text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (StackOverflowError | RuntimeException e) {
            return failure.getClass().getName();
        }
    }

    private static String storable(String text, int maxChars) {
        String cut = text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
        return cut.indexOf('\0') < 0 ? cut : cut.replace("\0", "\\0");
    }
}
