package dev.downbeat.analysis.operation;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Parameters that name executions which the first worker holds, in columns as the statements want them. */
final class Held {
    private final int number;
    private final long worker;

    Held(int number) {
        this(number, 1L);
    }

    private Held(int number, long worker) {
        this.number = number;
        this.worker = worker;
    }

    /** The same executions, reported by a worker that holds none of them: its lease is long lost. */
    static Held byOthers(int number) {
        return new Held(number, 2L);
    }

    Long[] ids() {
        return LongStream.rangeClosed(1, number).boxed().toArray(Long[]::new);
    }

    Long[] workers() {
        return all(worker).toArray(Long[]::new);
    }

    Integer[] runs() {
        return all(1).toArray(Integer[]::new);
    }

    /** The same text for each. */
    String[] texts(String text) {
        return all(text).toArray(String[]::new);
    }

    /** A text for each, by its number from 0. */
    String[] texts(IntFunction<String> text) {
        return IntStream.range(0, number).mapToObj(text).toArray(String[]::new);
    }

    private <T> List<T> all(T value) {
        return Collections.nCopies(number, value);
    }
}
