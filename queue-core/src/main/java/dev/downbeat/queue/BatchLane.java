package dev.downbeat.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** Gathers the executions of a batch task: a batch starts when it is full, or when its first has waited long enough. */
final class BatchLane implements Lane {

    private final Batching batching;
    private final Slots slots;
    private final Runnable onRoom;

    // Guarded by this, as all below.
    private final List<ExecutionRun> buffer = new ArrayList<>();
    private @Nullable ScheduledFuture<?> alarm;
    private int started;
    private boolean closed;

    BatchLane(Batching batching, Slots slots, Runnable onRoom) {
        this.batching = batching;
        this.slots = slots;
        this.onRoom = onRoom;
    }

    @Override
    public synchronized int want(int fetchBatch) {
        if (slots.free() == 0 && slots.buffered() > 0) {
            return 0;
        }
        long room = (long) Math.max(1, slots.free()) * batching.size() - buffer.size();
        return (int) Math.min(room, Math.max(fetchBatch, batching.size()));
    }

    @Override
    public void tellRoom() {
        // Each of its batches tells when it is done.
    }

    @Override
    public synchronized void offer(List<ExecutionRun> runs) {
        buffer.addAll(runs);
        while (buffer.size() >= batching.size()) {
            start(batching.size());
        }
        if (!buffer.isEmpty() && alarm == null && !closed) {
            int batch = started;
            alarm = Deadline.schedule(batching.patience(), () -> flush(batch));
        }
    }

    /** Starts what is there, full or not. */
    synchronized void flush() {
        if (!buffer.isEmpty()) {
            start(Math.min(buffer.size(), batching.size()));
        }
    }

    private synchronized void flush(int batch) {
        // Else it has started while the alarm was on its way.
        if (batch == started) {
            flush();
        }
    }

    private void start(int size) {
        disarm();
        if (closed) {
            return;
        }
        List<ExecutionRun> batch = buffer.subList(0, size);
        slots.offer(List.of(new BatchRun(List.copyOf(batch), onRoom)));
        batch.clear();
    }

    private void disarm() {
        started++;
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    @Override
    public synchronized int buffered() {
        return buffer.size();
    }

    @Override
    public synchronized List<ExecutionRun> takeBuffered() {
        disarm();
        var taken = List.copyOf(buffer);
        buffer.clear();
        return taken;
    }

    @Override
    public synchronized List<ExecutionRun> close() {
        closed = true;
        return takeBuffered();
    }
}
