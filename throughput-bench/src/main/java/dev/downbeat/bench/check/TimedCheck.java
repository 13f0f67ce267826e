package dev.downbeat.bench.check;

import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.machine.Yardstick;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One check with its limit: on a thread of its own, which is interrupted and left behind when it does not come back. */
final class TimedCheck {
    private static final int FRAMES = 3;

    private final Check check;
    private final ScratchDatabases databases;
    private final CompletableFuture<Reading> reading = new CompletableFuture<>();

    TimedCheck(Check check, ScratchDatabases databases) {
        this.check = check;
        this.databases = databases;
    }

    CheckReport run(Duration limit) {
        long start = System.nanoTime();
        Thread thread =
                Thread.ofPlatform().name("check-" + check.name()).daemon().start(this::measure);
        try {
            Reading read = reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return CheckReport.passed(check, read, millisSince(start));
        } catch (TimeoutException e) {
            String where = where(thread);
            thread.interrupt();
            return CheckReport.broken(
                    check, "not done within %d s%s".formatted(limit.toSeconds(), where), millisSince(start));
        } catch (ExecutionException e) {
            return CheckReport.broken(check, reason(Objects.requireNonNullElse(e.getCause(), e)), millisSince(start));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return CheckReport.skipped(check, "broken off");
        }
    }

    private void measure() {
        try (Site site = Site.in(databases)) {
            Machine before = Yardstick.read(site.pool());
            Reading read = check.probe().read(site);
            Machine after = Yardstick.read(site.pool());
            reading.complete(read.on(Objects.requireNonNull(Machine.median(List.of(before, after)))));
        } catch (Throwable e) {
            reading.completeExceptionally(e);
        }
    }

    private static String reason(Throwable e) {
        return e instanceof BrokenException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static String where(Thread thread) {
        StringBuilder frames = new StringBuilder();
        StackTraceElement[] stack = thread.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
            frames.append(i == 0 ? "; it is in " : " < ").append(stack[i]);
        }
        return frames.toString();
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
