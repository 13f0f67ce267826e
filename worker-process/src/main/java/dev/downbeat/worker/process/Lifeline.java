package dev.downbeat.worker.process;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ties a spawned worker to the process that started it: when that process is gone, or closes the worker's standard input,
 * the worker stops. A line on standard input lets a held worker begin.
 */
public final class Lifeline {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean cut = new AtomicBoolean();
    private final Runnable onCut;

    private Lifeline(Runnable onCut) {
        this.onCut = onCut;
    }

    /** Returns the lifeline of a worker that nobody spawned: it is never cut, and begins at once. */
    public static Lifeline none() {
        Lifeline lifeline = new Lifeline(() -> {});
        lifeline.begun.countDown();
        return lifeline;
    }

    /** Watches the parent from now on; runs {@code onCut} once, on a thread of its own, when it is gone. */
    public static Lifeline to(long parentPid, Runnable onCut) {
        Lifeline lifeline = new Lifeline(onCut);
        ProcessHandle.of(parentPid)
                .ifPresentOrElse(parent -> start("downbeat-parent-watch", () -> lifeline.watch(parent)), lifeline::cut);
        start("downbeat-input-watch", lifeline::listen);
        return lifeline;
    }

    /** Waits for the first line, or for the end of the parent. */
    void awaitBegin() throws InterruptedException {
        begun.await();
    }

    private void watch(ProcessHandle parent) {
        parent.onExit().join();
        cut();
    }

    private void listen() {
        try {
            int input = System.in.read();
            while (input >= 0) {
                if (input == '\n') {
                    begun.countDown();
                }
                input = System.in.read();
            }
        } catch (IOException e) {
            // A broken pipe tells the same as its end.
            cut();
        }
        cut();
    }

    private void cut() {
        if (cut.compareAndSet(false, true)) {
            begun.countDown();
            onCut.run();
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }
}
