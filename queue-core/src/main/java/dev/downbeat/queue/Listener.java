package dev.downbeat.queue;

import dev.downbeat.queue.internal.Notify;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for notifications on a connection of its own, and listens again when that breaks. One thread. */
final class Listener implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    // How long a stop may wait for the thread.
    private static final int WAIT_MILLIS = 100;
    private static final long ERROR_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final DedicatedConnection connection;
    private final String channel;
    private final Consumer<Set<Integer>> onReady;
    private final Runnable onCancel;
    private final Runnable onEvent;
    private final Runnable onConnected;
    private final Signal signal = new Signal();
    private volatile boolean stopping;

    Listener(
            DedicatedConnection connection,
            String channel,
            Consumer<Set<Integer>> onReady,
            Runnable onCancel,
            Runnable onEvent,
            Runnable onConnected) {
        this.connection = connection;
        this.channel = channel;
        this.onReady = onReady;
        this.onCancel = onCancel;
        this.onEvent = onEvent;
        this.onConnected = onConnected;
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                connection.with(this::listen);
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getMessage())
                        .log("Listening broke off; polling goes on, listening is tried again");
                signal.await(ERROR_PAUSE_NANOS);
            }
        }
    }

    private boolean listen(java.sql.Connection open) throws SQLException {
        execute(open, "listen " + channel);
        // What was notified before is found by looking once.
        onConnected.run();
        PGConnection notifying = open.unwrap(PGConnection.class);
        while (!stopping) {
            PGNotification[] notifications = notifying.getNotifications(WAIT_MILLIS);
            if (notifications != null) {
                Arrays.stream(notifications).map(PGNotification::getParameter).forEach(this::receive);
            }
        }
        execute(open, "unlisten " + channel);
        return true;
    }

    private static void execute(java.sql.Connection open, String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private void receive(String message) {
        if (message.startsWith(Notify.READY)) {
            onReady.accept(
                    Arrays.stream(message.substring(Notify.READY.length()).split(","))
                            .map(Integer::valueOf)
                            .collect(Collectors.toSet()));
        } else if (message.startsWith(Notify.CANCEL)) {
            onCancel.run();
        } else if (message.equals(Notify.EVENT)) {
            onEvent.run();
        }
    }
}
