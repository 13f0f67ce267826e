package dev.downbeat.worker.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Answers SIGTERM and SIGINT in order: runs the answer, waits for the main thread to close what it opened, ends the
 * process. Signals after the first change nothing. Closing it tells that all is closed.
 */
public final class ShutdownSignal implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Runnable> answer = new AtomicReference<>(() -> {});
    private final AtomicBoolean received = new AtomicBoolean();
    private final Duration patience;
    private final int exitCode;

    private ShutdownSignal(Duration patience, int exitCode) {
        this.patience = patience;
        this.exitCode = exitCode;
    }

    /**
     * Watches from now on.
     *
     * @param patience how long the main thread may take to close, once the answer has been given
     * @param exitCode what a process ended by a signal returns when all was closed in time; else 1
     */
    public static ShutdownSignal watch(Duration patience, int exitCode) {
        ShutdownSignal signal = new ShutdownSignal(patience, exitCode);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::answer, "downbeat-shutdown"));
        return signal;
    }

    /** Sets what a signal does; it must make the main thread come to its end. */
    public void answeredBy(Runnable action) {
        answer.set(action);
    }

    /** Returns whether a signal came. */
    public boolean received() {
        return received.get();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Runs in every end of the JVM; an end that the main thread chose comes after {@link #close}. */
    private void answer() {
        if (closed.getCount() == 0) {
            return;
        }
        received.set(true);
        answer.get().run();
        boolean inTime = false;
        try {
            inTime = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(inTime ? exitCode : 1);
    }
}
