package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.SqlStates;
import dev.downbeat.queue.internal.StepSave;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores steps, many executions' in one write: while one write is under way, the next gathers. A step returns when it is
 * durable. One thread.
 */
final class StepWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StepWriter.class);
    private static final int BATCH = 1_000;
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final StepSave stepSave;
    private final DedicatedConnection connection;
    private final Registration registration;
    private final ConcurrentLinkedQueue<Pending> buffer = new ConcurrentLinkedQueue<>();
    private final Signal signal = new Signal();
    private volatile boolean stopping;

    private record Pending(StepSave.Save save, CompletableFuture<StepSave.Saved> answer) {}

    StepWriter(StepSave stepSave, DedicatedConnection connection, Registration registration) {
        this.stepSave = stepSave;
        this.connection = connection;
        this.registration = registration;
    }

    /** Stores one step; returns when it is durable. */
    StepSave.Saved save(Claimed claimed, String name, String result) throws SQLException, InterruptedException {
        var pending = new Pending(new StepSave.Save(claimed, name, result), new CompletableFuture<>());
        buffer.add(pending);
        signal.raise();
        try {
            return pending.answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
        }
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!stopping || !buffer.isEmpty()) {
            List<Pending> batch = drain();
            if (batch.isEmpty()) {
                signal.await(IDLE_NANOS);
            } else {
                write(batch);
            }
        }
    }

    private List<Pending> drain() {
        var batch = new ArrayList<Pending>();
        for (Pending next = buffer.poll(); next != null; next = buffer.poll()) {
            batch.add(next);
            if (batch.size() == BATCH) {
                break;
            }
        }
        return batch;
    }

    private void write(List<Pending> batch) {
        while (true) {
            try {
                StepSave.Saved[] answers = connection.with(open ->
                        stepSave.execute(open, batch.stream().map(Pending::save).toList()));
                for (int i = 0; i < answers.length; i++) {
                    batch.get(i).answer.complete(answers[i]);
                }
                return;
            } catch (SQLException e) {
                if (SqlStates.isUnstorable(e)) {
                    writeApart(batch, e);
                    return;
                }
                if (stopping || isLost(batch)) {
                    batch.forEach(pending -> pending.answer.completeExceptionally(e));
                    return;
                }
                LOG.atWarn()
                        .addKeyValue("steps", batch.size())
                        .addKeyValue("error", e.getMessage())
                        .log("Steps not stored, will be tried again");
                signal.await(PAUSE_NANOS);
            }
        }
    }

    private boolean isLost(List<Pending> batch) {
        return batch.stream().noneMatch(pending -> pending.save.claimed().workerId() == registration.workerId());
    }

    private void writeApart(List<Pending> batch, SQLException reason) {
        if (batch.size() == 1) {
            batch.getFirst().answer.completeExceptionally(reason);
            return;
        }
        int half = batch.size() / 2;
        write(batch.subList(0, half));
        write(batch.subList(half, batch.size()));
    }
}
