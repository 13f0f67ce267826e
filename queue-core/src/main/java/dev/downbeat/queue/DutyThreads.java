package dev.downbeat.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of one worker, one for each duty, named for both. Safe from any thread. */
final class DutyThreads {

    private final String prefix;
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    DutyThreads(String worker) {
        this.prefix = "downbeat-" + worker + "-";
    }

    /** Starts a duty. */
    void run(String duty, Runnable part) {
        Thread thread = Thread.ofPlatform().daemon().name(prefix + duty).unstarted(part);
        threads.put(duty, thread);
        thread.start();
    }

    /** Waits until the duty has ended, if it was ever begun, but not longer than this. */
    void join(String duty, Duration atMost) {
        Thread thread = threads.get(duty);
        if (thread == null) {
            return;
        }
        try {
            thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
