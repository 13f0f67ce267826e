package dev.downbeat.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How one worker claims, runs and flushes. {@link #DEFAULT} works untouched; each wither changes one thing.
 *
 * @param name what people see; not unique
 * @param queues only these; empty for the queues of the tasks it handles
 * @param concurrency handlers at once; 1 to 10 000, default 100
 * @param fetchBatch claimed at once, at most; 1 to 10 000, default 500
 * @param flushBatch outcomes written at once, at most; 1 to 10 000, default 500
 * @param flushInterval how long an outcome waits for others; 0 to 1 s, default 10 ms
 * @param pollInterval how long an idle worker waits when nobody notifies it; 1 ms to 1 h, default 1 s
 * @param lease how long a silent worker keeps its executions; 1 s to 1 h, default 15 s. Renewed at a third of it
 * @param listen whether to LISTEN, which poolers in transaction mode forbid; default true
 * @param retention for tasks that declare none of their own
 * @param keepEvents how long an event can answer a wait that comes later; 1 h to 36 500 days, default 30 days. For the
 *     whole installation: the worker that started last counts
 */
public record WorkerSettings(
        String name,
        Set<String> queues,
        int concurrency,
        int fetchBatch,
        int flushBatch,
        Duration flushInterval,
        Duration pollInterval,
        Duration lease,
        boolean listen,
        Retention retention,
        Duration keepEvents) {

    public static final WorkerSettings DEFAULT = new WorkerSettings(
            "worker",
            Set.of(),
            100,
            500,
            500,
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            true,
            Retention.DEFAULT,
            Duration.ofDays(30));

    public WorkerSettings {
        Names.check("worker name", name);
        queues = Set.copyOf(queues);
        var faults = new ArrayList<String>();
        checkCount(faults, "concurrency", concurrency);
        checkCount(faults, "fetchBatch", fetchBatch);
        checkCount(faults, "flushBatch", flushBatch);
        checkDuration(faults, "flushInterval", flushInterval, Duration.ZERO, Duration.ofSeconds(1));
        checkDuration(faults, "pollInterval", pollInterval, Duration.ofMillis(1), Duration.ofHours(1));
        checkDuration(faults, "lease", lease, Duration.ofSeconds(1), Duration.ofHours(1));
        checkDuration(faults, "keepEvents", keepEvents, Duration.ofHours(1), Duration.ofDays(36_500));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Worker settings: " + String.join("; ", faults));
        }
    }

    private static void checkCount(List<String> faults, String key, int value) {
        if (value < 1 || value > 10_000) {
            faults.add("expected %s from 1 to 10000, got %d".formatted(key, value));
        }
    }

    private static void checkDuration(List<String> faults, String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            faults.add("expected %s from %s to %s, got %s".formatted(key, min, max, value));
        }
    }

    /** How often the lease is renewed: two renewals may fail before it is lost. */
    public Duration heartbeat() {
        return lease.dividedBy(3);
    }

    public WorkerSettings name(String name) {
        return with(draft -> draft.name = name);
    }

    public WorkerSettings queues(Set<String> queues) {
        return with(draft -> draft.queues = queues);
    }

    public WorkerSettings concurrency(int concurrency) {
        return with(draft -> draft.concurrency = concurrency);
    }

    public WorkerSettings fetchBatch(int fetchBatch) {
        return with(draft -> draft.fetchBatch = fetchBatch);
    }

    public WorkerSettings flushBatch(int flushBatch) {
        return with(draft -> draft.flushBatch = flushBatch);
    }

    public WorkerSettings flushInterval(Duration flushInterval) {
        return with(draft -> draft.flushInterval = flushInterval);
    }

    public WorkerSettings pollInterval(Duration pollInterval) {
        return with(draft -> draft.pollInterval = pollInterval);
    }

    public WorkerSettings lease(Duration lease) {
        return with(draft -> draft.lease = lease);
    }

    public WorkerSettings listen(boolean listen) {
        return with(draft -> draft.listen = listen);
    }

    public WorkerSettings retention(Retention retention) {
        return with(draft -> draft.retention = retention);
    }

    public WorkerSettings keepEvents(Duration keepEvents) {
        return with(draft -> draft.keepEvents = keepEvents);
    }

    private WorkerSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The settings while one of them is changed. */
    private static final class Draft {
        private String name;
        private Set<String> queues;
        private int concurrency;
        private int fetchBatch;
        private int flushBatch;
        private Duration flushInterval;
        private Duration pollInterval;
        private Duration lease;
        private boolean listen;
        private Retention retention;
        private Duration keepEvents;

        Draft(WorkerSettings from) {
            name = from.name;
            queues = from.queues;
            concurrency = from.concurrency;
            fetchBatch = from.fetchBatch;
            flushBatch = from.flushBatch;
            flushInterval = from.flushInterval;
            pollInterval = from.pollInterval;
            lease = from.lease;
            listen = from.listen;
            retention = from.retention;
            keepEvents = from.keepEvents;
        }

        WorkerSettings settings() {
            return new WorkerSettings(
                    name,
                    queues,
                    concurrency,
                    fetchBatch,
                    flushBatch,
                    flushInterval,
                    pollInterval,
                    lease,
                    listen,
                    retention,
                    keepEvents);
        }
    }
}
