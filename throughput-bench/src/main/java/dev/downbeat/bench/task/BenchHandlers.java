package dev.downbeat.bench.task;

import dev.downbeat.bench.machine.WallClock;
import dev.downbeat.queue.TaskContext;
import java.time.Duration;

/** What the bench's tasks do when they run. */
final class BenchHandlers {
    private BenchHandlers() {}

    static void nothing(Numbered payload, TaskContext context) {}

    static long compute(Sized payload, TaskContext context) {
        return fibonacci(payload.size());
    }

    static void await(Sized payload, TaskContext context) throws InterruptedException {
        Thread.sleep(Duration.ofMillis(payload.size()));
    }

    /** Each step hands its number to the next, so that none can be left out. */
    static int steps(Sized payload, TaskContext context) throws Exception {
        int done = 0;
        for (int i = 0; i < payload.size(); i++) {
            int before = done;
            done = context.step("step-" + i, Integer.class, () -> before + 1);
        }
        return done;
    }

    static int chain(Sized payload, TaskContext context) {
        if (payload.size() <= 1) {
            return 1;
        }
        Sized rest = new Sized(payload.number(), payload.size() - 1);
        return 1 + context.invoke("next", BenchTasks.CHAIN, rest);
    }

    static void sleep(Sized payload, TaskContext context) {
        context.sleep("nap", Duration.ofMillis(payload.size()));
    }

    static String echo(Filled payload, TaskContext context) {
        return payload.filler();
    }

    static Begun clocked(Due payload, TaskContext context) {
        return new Begun(WallClock.micros());
    }

    private static long fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}
