package dev.downbeat.queue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease, and reads what others want of this worker: cancellations. One thread, with nothing else to do. When it
 * does not get through in time, the {@link Fence} counts the worker out.
 */
final class Heart implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final Duration CANCELLATION_POLL = Duration.ofSeconds(1);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    private final Queue queue;
    private final Statements statements;
    private final DedicatedConnection connection;
    private final WorkerSettings settings;
    private final Registration registration;
    private final Held held;
    private final Fence fence;
    private final Signal signal = new Signal();
    private volatile boolean stopping;
    private long nextBeatNanos;

    Heart(
            Queue queue,
            DedicatedConnection connection,
            WorkerSettings settings,
            Registration registration,
            Held held,
            Fence fence) {
        this.queue = queue;
        this.statements = queue.installation().statements();
        this.connection = connection;
        this.settings = settings;
        this.registration = registration;
        this.held = held;
        this.fence = fence;
    }

    /** Takes the first lease, before the thread starts. */
    void begin() throws SQLException {
        long now = System.nanoTime();
        long workerId = connection.with(open -> statements
                .lease()
                .take(
                        open,
                        settings.name(),
                        host(),
                        ProcessHandle.current().pid(),
                        settings.concurrency(),
                        settings.lease()));
        renewed(now);
        registration.taken(workerId);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private void renewed(long nowNanos) {
        fence.renewed(nowNanos);
        nextBeatNanos = nowNanos + settings.heartbeat().toNanos();
    }

    /** A cancellation may have come. */
    void wake() {
        signal.raise();
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    /** Gives the lease up, after the thread has ended; {@code empty} tells that nothing is held under it, for certain. */
    void end(boolean empty) throws SQLException {
        long workerId = registration.workerId();
        if (workerId != Registration.NONE && registration.lost(workerId)) {
            connection.with(open -> {
                statements.lease().end(open, workerId, empty);
                return true;
            });
        }
    }

    @Override
    public void run() {
        long pollNanos =
                Math.min(CANCELLATION_POLL.toNanos(), settings.heartbeat().toNanos());
        while (!stopping) {
            try {
                beat();
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Heartbeat failed, will be tried again");
                signal.await(RETRY_PAUSE.toNanos());
                continue;
            }
            signal.await(pollNanos);
        }
    }

    private void beat() throws SQLException {
        long workerId = registration.workerId();
        if (workerId == Registration.NONE) {
            begin();
            LOG.atInfo().addKeyValue("worker", registration.workerId()).log("Registered again under a new id");
            return;
        }
        long now = System.nanoTime();
        if (now - nextBeatNanos >= 0) {
            if (!connection.with(open -> statements.lease().renew(open, workerId, settings.lease()))) {
                fence.lose(workerId, "it was ended by another worker");
                return;
            }
            renewed(now);
        }
        if (held.count() > 0) {
            cancel(workerId);
        }
    }

    private void cancel(long workerId) throws SQLException {
        Map<Long, String> requests =
                connection.with(open -> statements.cancellations().read(open, workerId));
        if (requests.isEmpty()) {
            return;
        }
        List<Long> answered = new ArrayList<>();
        requests.forEach((id, reason) -> {
            ExecutionRun run = held.get(id);
            if (run != null) {
                run.interrupt(new Interruption.Cancelled(reason));
            } else {
                // It went to sleep, or to wait, before it could be interrupted: it is cancelled where it stands now.
                queue.cancel(id, reason);
                answered.add(id);
            }
        });
        if (!answered.isEmpty()) {
            connection.with(open -> {
                statements.cancellations().remove(open, workerId, answered);
                return true;
            });
        }
    }
}
