package dev.downbeat.playbook;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A tool for tests, {@code kind: probe}: waits {@code sleep_ms}, fails while {@code fail} is true or for the first
 * {@code fail_times} calls of its {@code key}, and returns {@code value}. It counts calls and overlap by {@code key};
 * with {@code together}, its first calls wait until so many have run at once.
 */
public final class ProbeTool implements Tool {
    private static final Map<String, Counts> COUNTS = new ConcurrentHashMap<>();

    /** What one key has seen in this process. */
    public static final class Counts {
        private static final Duration LIMIT = Duration.ofMinutes(1);

        // All guarded by this.
        private int calls;
        private int running;
        private int most;

        /** Returns how often it was called. */
        public synchronized int calls() {
            return calls;
        }

        /** Returns how many calls ran now. */
        public synchronized int running() {
            return running;
        }

        /** Returns how many calls ran at once, at most. */
        public synchronized int most() {
            return most;
        }

        /** Waits until the counts are as expected; fails after a minute. */
        public synchronized void await(Predicate<Counts> expected) throws InterruptedException {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!expected.test(this)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("not within %s: calls=%d, running=%d, most at once=%d"
                            .formatted(LIMIT, calls, running, most));
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }

        private synchronized int begun() {
            calls++;
            running++;
            most = Math.max(most, running);
            notifyAll();
            return calls;
        }

        private synchronized void ended() {
            running--;
            notifyAll();
        }
    }

    /** Returns the counts of a key. */
    public static Counts counts(String key) {
        return COUNTS.computeIfAbsent(key, name -> new Counts());
    }

    @Override
    public String kind() {
        return "probe";
    }

    @Override
    public @Nullable Object run(ToolCall call) throws ToolException, InterruptedException {
        Object key = call.spec().get("key");
        Counts counts = counts(String.valueOf(key));
        int number = counts.begun();
        try {
            long together = number(call, "together");
            counts.await(others -> others.most() >= together);
            Thread.sleep(number(call, "sleep_ms"));
            if (Boolean.TRUE.equals(call.spec().get("fail")) || number <= number(call, "fail_times")) {
                throw new ToolException(ErrorObject.of(ErrorKind.SERVER_ERROR, "the probe fails by design")
                        .withStatus(503));
            }
            Object repeat = call.spec().get("repeat");
            Object params = call.spec().get("params");
            return repeat == null
                    ? params == null ? call.spec().get("value") : params
                    : Map.of(
                            "count",
                            repeat,
                            "items",
                            java.util.Collections.nCopies((int) number(call, "repeat"), "x".repeat(100)));
        } finally {
            counts.ended();
        }
    }

    private static long number(ToolCall call, String field) {
        return call.spec().get(field) instanceof Number number ? number.longValue() : 0;
    }
}
