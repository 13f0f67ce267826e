package dev.downbeat.bench.task;

import dev.downbeat.queue.Task;
import org.jspecify.annotations.Nullable;

/** The bench's tasks. They live on queues of their own, so that other workers on the same database leave them alone. */
public final class BenchTasks {
    /** What is measured. */
    public static final String QUEUE = "bench";

    public static final Task<Numbered, @Nullable Void> NOOP =
            Task.of("bench.noop", Numbered.class).queue(QUEUE);
    public static final Task<Sized, Long> CPU =
            Task.of("bench.cpu", Sized.class).returning(Long.class).queue(QUEUE);
    public static final Task<Sized, @Nullable Void> IO =
            Task.of("bench.io", Sized.class).queue(QUEUE);
    public static final Task<Sized, Integer> STEPS =
            Task.of("bench.steps", Sized.class).returning(Integer.class).queue(QUEUE);
    public static final Task<Sized, Integer> CHAIN =
            Task.of("bench.chain", Sized.class).returning(Integer.class).queue(QUEUE);
    public static final Task<Sized, @Nullable Void> SLEEP =
            Task.of("bench.sleep", Sized.class).queue(QUEUE);
    public static final Task<Filled, String> PAYLOAD =
            Task.of("bench.payload", Filled.class).returning(String.class).queue(QUEUE);
    public static final Task<Numbered, @Nullable Void> LIMITED =
            Task.of("bench.limited", Numbered.class).queue(QUEUE);
    public static final Task<Due, Begun> CLOCKED =
            Task.of("bench.clocked", Due.class).returning(Begun.class).queue(QUEUE);

    private BenchTasks() {}
}
