package dev.downbeat.queue;

import dev.downbeat.queue.internal.Fault;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.SqlStates;
import dev.downbeat.queue.internal.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes back: when a batch is together, when the first has waited for the interval, or at once when the worker
 * has nothing else to do. One thread.
 */
final class Flusher implements Runnable {

    /** Told, on the flusher's thread, of what was written. */
    interface Listener {
        void flushed(List<Entry> entries, Flush.Flushed flushed);
    }

    /** A run and what becomes of its execution. */
    record Entry(ExecutionRun run, Transition transition) {}

    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Flush flush;
    private final DedicatedConnection connection;
    private final int flushBatch;
    private final long intervalNanos;
    private final Slots slots;
    private final Watch watch;
    private final Listener listener;
    private final ConcurrentLinkedQueue<Entry> buffer = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Signal signal = new Signal();
    private final AtomicLong stale = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean gaveUp;
    private volatile long giveUpAtNanos = Long.MAX_VALUE;

    Flusher(
            Flush flush,
            DedicatedConnection connection,
            WorkerSettings settings,
            Slots slots,
            Watch watch,
            Listener listener) {
        this.flush = flush;
        this.connection = connection;
        this.flushBatch = settings.flushBatch();
        this.intervalNanos = settings.flushInterval().toNanos();
        this.slots = slots;
        this.watch = watch;
        this.listener = listener;
    }

    /** Connects ahead of the first flush. */
    void connect() throws SQLException {
        connection.connect();
    }

    void add(ExecutionRun run, Transition transition) {
        // Counted first: an outcome that was written before it was counted would take the count below 0.
        int now = size.incrementAndGet();
        buffer.add(new Entry(run, transition));
        if (now == 1 || now == flushBatch) {
            signal.raise();
        }
    }

    /** Nothing else is coming: what is buffered need not wait. */
    void hurry() {
        if (size.get() > 0) {
            signal.raise();
        }
    }

    /** Ends the thread when everything is written, or at the deadline. */
    void stop(long deadlineNanos) {
        giveUpAtNanos = deadlineNanos;
        stopping = true;
        signal.raise();
    }

    /** Outcomes that came too late to count. */
    long staleCount() {
        return stale.get();
    }

    /** Whether every outcome so far was written, or came too late. */
    boolean wroteAll() {
        return !gaveUp && size.get() == 0;
    }

    @Override
    public void run() {
        while (true) {
            if (size.get() == 0) {
                if (stopping) {
                    return;
                }
                signal.await(IDLE_NANOS);
            } else {
                gather();
                List<Entry> batch = drain();
                // Empty while the one that was counted is on its way.
                if (!batch.isEmpty()) {
                    write(batch);
                }
            }
        }
    }

    private void gather() {
        long deadline = System.nanoTime() + intervalNanos;
        while (size.get() < flushBatch && !stopping && !slots.isIdle()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            signal.await(left);
        }
    }

    private List<Entry> drain() {
        var batch = new ArrayList<Entry>(flushBatch);
        while (batch.size() < flushBatch) {
            Entry entry = buffer.poll();
            if (entry == null) {
                break;
            }
            batch.add(entry);
        }
        size.addAndGet(-batch.size());
        return batch;
    }

    private void write(List<Entry> batch) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                long begun = watch.now();
                Flush.Flushed flushed = connection.with(open -> flush.execute(
                        open, batch.stream().map(Entry::transition).toList()));
                count(flushed);
                watch.flushed(batch.size(), flushed.stale(), begun);
                listener.flushed(batch, flushed);
                return;
            } catch (SQLException
                    | RuntimeException e) { // whatever it is: without this thread no outcome is ever written
                if (e instanceof SQLException refused && SqlStates.isUnstorable(refused)) {
                    writeApart(batch, refused);
                    return;
                }
                if (System.nanoTime() - giveUpAtNanos >= 0) {
                    LOG.atError()
                            .addKeyValue("outcomes", batch.size())
                            .setCause(e)
                            .log("Outcomes not written before the end; their executions run again elsewhere");
                    giveUp(batch);
                    return;
                }
                LOG.atWarn()
                        .addKeyValue("outcomes", batch.size())
                        .addKeyValue("error", e.getMessage())
                        .log("Flush failed, will be tried again");
                signal.await(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** Finds, by halves, the outcome that cannot be stored: it alone fails, the others are written. */
    private void writeApart(List<Entry> batch, SQLException reason) {
        if (batch.size() == 1) {
            Entry entry = batch.getFirst();
            if (entry.transition() instanceof Transition.Failed failed
                    && failed.fault().stack() == null) {
                LOG.atError()
                        .setCause(reason)
                        .addKeyValue("execution", failed.claimed().id())
                        .log("Outcome not stored");
                giveUp(batch);
                return;
            }
            Fault fault = new Fault(
                    Json.text(new ExecutionError(
                            ExecutionError.Kind.FAILURE,
                            reason.getClass().getName(),
                            "The outcome cannot be stored: " + reason.getMessage())),
                    null);
            write(List.of(new Entry(
                    entry.run(), new Transition.Failed(entry.transition().claimed(), fault))));
            return;
        }
        int half = batch.size() / 2;
        write(List.copyOf(batch.subList(0, half)));
        write(List.copyOf(batch.subList(half, batch.size())));
    }

    private void giveUp(List<Entry> batch) {
        gaveUp = true;
        listener.flushed(batch, new Flush.Flushed(0, Set.of()));
    }

    private void count(Flush.Flushed flushed) {
        if (flushed.stale() > 0) {
            stale.addAndGet(flushed.stale());
            LOG.atWarn()
                    .addKeyValue("outcomes", flushed.stale())
                    .log("Outcomes came after their lease was lost, and changed nothing");
        }
    }
}
