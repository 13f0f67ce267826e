package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens outside this process, or has no event of its own. */
public final class Await {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Await() {}

    /** Returns when the condition holds; fails after a minute. */
    public static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited %s", AT_MOST).isLessThan(end);
            Thread.sleep(1);
        }
    }
}
