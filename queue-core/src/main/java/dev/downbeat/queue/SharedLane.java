package dev.downbeat.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The executions of a task of which only so many may run at once over all workers: this worker starts no more than its
 * share of them. What it claims ahead waits here without using the share up, so that a limit which does not bind costs
 * nothing.
 */
final class SharedLane implements Lane {

    private final Slots slots;
    private final Runnable onRoom;

    // Guarded by this, as all below.
    private final ArrayDeque<ExecutionRun> buffer = new ArrayDeque<>();
    private final Pace pace = new Pace(System.nanoTime());
    private int share;
    private int running;
    private int mostRunning;
    private long finished;
    private long finishedBefore;
    private int lowWater;
    private boolean telling;
    private boolean closed;

    SharedLane(Slots slots, Runnable onRoom) {
        this.slots = slots;
        this.onRoom = onRoom;
    }

    /** What this worker has of the limit. */
    synchronized int share() {
        return share;
    }

    /** Sets what this worker has of the limit; what runs beyond it runs to its end. */
    synchronized void share(int granted) {
        share = granted;
        admit();
    }

    /** Whether all of the share is in use. */
    synchronized boolean isUsedUp() {
        return running >= share;
    }

    /** Returns how much of the share was in use at once since this was last asked. */
    synchronized int used() {
        int used = Math.max(mostRunning, running);
        mostRunning = running;
        return used;
    }

    /** Whether nothing finished since this was last asked, while something waits here. */
    synchronized boolean isStuck() {
        boolean stuck = finished == finishedBefore && !buffer.isEmpty() && running >= share;
        finishedBefore = finished;
        return stuck;
    }

    @Override
    public synchronized int want(int fetchBatch) {
        double perSecond = pace.at(System.nanoTime(), finished);
        lowWater = Prefetch.ahead(perSecond, fetchBatch) / 2;
        return share == 0 ? 0 : Prefetch.want(Math.max(0, share - running), buffer.size(), perSecond, fetchBatch);
    }

    @Override
    public void tellRoom() {
        synchronized (this) {
            telling = true;
        }
        tellIfRoom();
    }

    @Override
    public synchronized void offer(List<ExecutionRun> runs) {
        buffer.addAll(runs);
        admit();
    }

    // Under the lock to the end: nothing comes to the slots after the close.
    private void admit() {
        if (closed || buffer.isEmpty() || running >= share) {
            return;
        }
        var next = new ArrayList<ExecutionRun>();
        while (running < share && !buffer.isEmpty()) {
            ExecutionRun run = buffer.remove();
            run.enter(this);
            next.add(run);
            running++;
        }
        mostRunning = Math.max(mostRunning, running);
        slots.offer(next);
    }

    /** Called when a run that had been handed to a slot has ended, or was taken back. */
    void left() {
        synchronized (this) {
            running--;
            finished++;
            admit();
        }
        tellIfRoom();
    }

    private void tellIfRoom() {
        synchronized (this) {
            if (!telling || share == 0 || buffer.size() > lowWater || (buffer.isEmpty() && running >= share)) {
                return;
            }
            telling = false;
        }
        onRoom.run();
    }

    @Override
    public synchronized int buffered() {
        return buffer.size();
    }

    @Override
    public synchronized List<ExecutionRun> takeBuffered() {
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
