package dev.downbeat.bench.task;

import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.queue.Enqueue;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Makes the enqueue requests of a task kind. */
public final class Requests {
    private Requests() {}

    /** Returns the maker of numbered requests. */
    public static LongFunction<Enqueue<?>> of(TaskKind kind, int size) {
        return switch (kind) {
            case NOOP -> number -> BenchTasks.NOOP.with(new Numbered(number));
            case LIMITED -> number -> BenchTasks.LIMITED.with(new Numbered(number));
            case CPU -> number -> BenchTasks.CPU.with(new Sized(number, size));
            case IO -> number -> BenchTasks.IO.with(new Sized(number, size));
            case STEPS -> number -> BenchTasks.STEPS.with(new Sized(number, size));
            case CHAIN -> number -> BenchTasks.CHAIN.with(new Sized(number, size));
            case SLEEP -> number -> BenchTasks.SLEEP.with(new Sized(number, size));
            case PAYLOAD -> {
                String filler = filler(size);
                yield number -> BenchTasks.PAYLOAD.with(new Filled(number, filler));
            }
            case PLAYBOOK_LOOP, PLAYBOOK_FANOUT ->
                throw new IllegalArgumentException("A playbook is executed, not enqueued: " + kind.key());
        };
    }

    /** Text that does not compress to nothing: real payloads do not either. */
    private static String filler(int kilobytes) {
        return new Random(7)
                .ints(kilobytes * 1024L, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
