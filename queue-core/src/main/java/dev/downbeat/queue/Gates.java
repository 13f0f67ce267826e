package dev.downbeat.queue;

import dev.downbeat.queue.internal.ReadGates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which of a worker's tasks may be claimed now, those that are not paused and within their windows; and which are limited. By the database's
 * clock, carried on from the last look. For one thread.
 */
final class Gates {

    /** What is known is no older; a pause takes effect within this time. */
    static final Duration MAX_AGE = Duration.ofMillis(500);

    private final ReadGates read;
    private final int[] taskIds;
    private final int[] queueIds;
    private final Map<Integer, List<Window>> windows = new HashMap<>();
    private ReadGates.@Nullable State latest;
    private long readAtNanos;

    Gates(ReadGates read, Map<Integer, Binding<?, ?>> bindings, List<Integer> queueIds) {
        this.read = read;
        this.taskIds = bindings.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.queueIds = queueIds.stream().mapToInt(Integer::intValue).toArray();
        bindings.forEach((id, binding) -> {
            List<Window> declared = binding.task().policies().windows();
            if (!declared.isEmpty()) {
                windows.put(id, declared);
            }
        });
    }

    boolean isStale(long nowNanos) {
        return latest == null || nowNanos - readAtNanos >= MAX_AGE.toNanos();
    }

    /** Looks again. */
    void refresh(Connection connection) throws SQLException {
        long before = System.nanoTime();
        latest = read.execute(connection, taskIds, queueIds);
        readAtNanos = before;
    }

    /** Tells whether something is closed now, and may open by itself. */
    boolean anyClosed() {
        ReadGates.State known = known();
        return !known.pausedQueues().isEmpty() || open().length < taskIds.length;
    }

    /** Returns the tasks to claim on a queue. */
    int[] open(int queueId) {
        return known().pausedQueues().contains(queueId) ? new int[0] : open();
    }

    boolean isOpen(int taskId, int queueId) {
        ReadGates.State known = known();
        return !known.pausedQueues().contains(queueId) && isOpen(taskId, known, now());
    }

    private int[] open() {
        ReadGates.State known = known();
        if (known.pausedTasks().isEmpty() && windows.isEmpty()) {
            return taskIds;
        }
        Instant now = now();
        return Arrays.stream(taskIds).filter(id -> isOpen(id, known, now)).toArray();
    }

    private boolean isOpen(int taskId, ReadGates.State known, Instant now) {
        List<Window> declared = windows.get(taskId);
        return !known.pausedTasks().contains(taskId)
                && (declared == null || declared.stream().anyMatch(window -> window.isOpen(now)));
    }

    boolean isLimited(int queueId) {
        return known().limitedQueues().contains(queueId);
    }

    /** Tells whether none of the worker's tasks has a limit of its own. */
    boolean noTaskIsLimited() {
        return known().limitedTasks().isEmpty();
    }

    /** Tells whether the task has limits that are counted at each claim. */
    boolean isTaskLimited(int taskId) {
        return known().limitedTasks().contains(taskId) && shared(taskId).isEmpty();
    }

    /** Returns how many executions of the task may run at once, if that is all its limit: workers share it out. */
    OptionalInt shared(int taskId) {
        Integer amount = known().sharedTasks().get(taskId);
        return amount == null ? OptionalInt.empty() : OptionalInt.of(amount);
    }

    private Instant now() {
        return known().now().plusNanos(System.nanoTime() - readAtNanos);
    }

    private ReadGates.State known() {
        if (latest == null) {
            throw new IllegalStateException("asked before the first look");
        }
        return latest;
    }
}
