package dev.downbeat.playbook;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        /** Returns how often it was called. */
        public int calls() {
            return calls.get();
        }

        /** Returns how many calls ran now. */
        public int running() {
            return running.get();
        }

        /** Returns how many calls ran at once, at most. */
        public int most() {
            return most.get();
        }
    }

    /** Returns the counts of a key. */
    public static Counts counts(String key) {
        return COUNTS.computeIfAbsent(key, name -> new Counts());
    }

    private static void awaitOthers(Counts counts, long together) throws InterruptedException {
        while (counts.most.get() < together) {
            Thread.sleep(1);
        }
    }

    @Override
    public String kind() {
        return "probe";
    }

    @Override
    public @Nullable Object run(ToolCall call) throws ToolException, InterruptedException {
        Object key = call.spec().get("key");
        Counts counts = counts(String.valueOf(key));
        int number = counts.calls.incrementAndGet();
        int running = counts.running.incrementAndGet();
        counts.most.accumulateAndGet(running, Math::max);
        try {
            awaitOthers(counts, number(call, "together"));
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
            counts.running.decrementAndGet();
        }
    }

    private static long number(ToolCall call, String field) {
        return call.spec().get(field) instanceof Number number ? number.longValue() : 0;
    }
}
