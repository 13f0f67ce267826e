package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StepSave;
import dev.downbeat.queue.internal.Transactions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a handler's context does about events. */
final class EventSteps {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private EventSteps() {}

    /** The name of the step that waits for an event, unless the handler gives it one. */
    static String name(Event<?> event, String key) {
        return key.isEmpty() ? "event " + event.name() : "event " + event.name() + " " + key;
    }

    /** Returns how long to wait, in microseconds. */
    static long micros(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected a timeout from 0 to %s, got %s".formatted(LONGEST, timeout));
        }
        return timeout.toNanos() / 1_000;
    }

    /** Stores the step and emits, both or neither; returns false if the worker no longer holds the execution. */
    static <P extends @Nullable Object> boolean emitOnce(
            Installation installation, Claimed claimed, String step, Event<P> event, String key, P payload) {
        Names.checkEventKey(key);
        @Nullable String json = event.encode(payload);
        Statements statements = installation.statements();
        var save = new StepSave.Save(claimed, step, "null");
        Optional<Set<Integer>> queues = installation
                .traces()
                .emitting(
                        event.name(),
                        trace -> installation.with(
                                "Emitting",
                                connection -> Transactions.run(connection, () -> switch (statements
                                        .stepSave()
                                        .executeWithin(connection, save)) {
                                    case StepSave.Saved.Stored stored ->
                                        Optional.of(statements
                                                .emit()
                                                .execute(connection, event.name(), key, json, trace)
                                                .queues());
                                    case StepSave.Saved.Earlier earlier -> Optional.of(Set.of());
                                    case StepSave.Saved.LeaseLost lost -> Optional.empty();
                                })));
        queues.ifPresent(installation::hint);
        return queues.isPresent();
    }
}
