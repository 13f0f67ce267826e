package dev.downbeat.playbook.template;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Reaches into mappings, lists and texts; what is not there is an {@link Absent}. */
final class Access {

    private Access() {}

    /** Returns {@code base.name}: an entry of a mapping, never a method. */
    static @Nullable Object field(@Nullable Object base, String name) {
        if (base instanceof Absent absent) {
            return absent.field(name);
        }
        return base instanceof Map<?, ?> map && map.containsKey(name)
                ? Plain.of(map.get(name))
                : Absent.unknown("field " + name + " of " + Plain.type(base));
    }

    /** Returns {@code base[index]}; a negative index counts from the end. */
    static @Nullable Object index(@Nullable Object base, @Nullable Object index) {
        if (base instanceof Absent absent) {
            return absent.field(String.valueOf(index));
        }
        if (base instanceof Map<?, ?> map) {
            return entry(map, index);
        }
        Number number = Numbers.of(index);
        if (number == null || !Numbers.isInteger(number) || !(base instanceof List<?> || base instanceof String)) {
            return Absent.unknown("element '" + index + "' of " + Plain.type(base));
        }
        int size = base instanceof String text ? text.length() : ((Collection<?>) base).size();
        long at = number.longValue() < 0 ? number.longValue() + size : number.longValue();
        if (at < 0 || at >= size) {
            return Absent.unknown("element " + number + " of a " + Plain.type(base) + " of " + size);
        }
        return base instanceof String text
                ? String.valueOf(text.charAt((int) at))
                : Plain.of(((List<?>) base).get((int) at));
    }

    private static @Nullable Object entry(Map<?, ?> map, @Nullable Object key) {
        if (map.containsKey(key)) {
            return Plain.of(map.get(key));
        }
        String text = String.valueOf(key);
        return map.containsKey(text)
                ? Plain.of(map.get(text))
                : Absent.unknown("field '" + text + "' of " + Plain.type(map));
    }

    /** Returns {@code base[from:to:step]} of a list, as a view, or of a text. */
    static Object slice(
            @Nullable Object base,
            @Nullable Object from,
            @Nullable Object to,
            @Nullable Object step,
            Evaluation evaluation) {
        int stride = bound(step, 1);
        if (stride == 0) {
            throw Fail.type("the step of a slice must not be zero");
        }
        if (base instanceof String text) {
            Range range = Range.of(text.length(), from, to, stride);
            StringBuilder part = new StringBuilder();
            for (int i = 0; i < range.size; i++) {
                evaluation.step();
                part.append(text.charAt(range.at(i)));
            }
            return part.toString();
        }
        if (base instanceof List<?> list) {
            Range range = Range.of(list.size(), from, to, stride);
            return new Part(list, range);
        }
        throw Fail.type("only a list or a text can be sliced, not " + Plain.type(base));
    }

    private static int bound(@Nullable Object value, int fallback) {
        if (value == null) {
            return fallback;
        }
        Number number = Numbers.of(value);
        if (number == null || !Numbers.isInteger(number)) {
            throw Fail.type("a slice needs integers, got " + Plain.type(value));
        }
        return Math.clamp(number.longValue(), -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** The indexes that a slice picks. */
    private record Range(int start, int stride, int size) {

        static Range of(int length, @Nullable Object from, @Nullable Object to, int stride) {
            int lowest = stride > 0 ? 0 : -1;
            int highest = stride > 0 ? length : length - 1;
            int start = clamp(bound(from, stride > 0 ? 0 : Integer.MAX_VALUE), from == null, length, lowest, highest);
            int end = to == null ? (stride > 0 ? length : -1) : clamp(bound(to, 0), false, length, lowest, highest);
            long distance = stride > 0 ? (long) end - start : (long) start - end;
            long size = Math.max(0, Math.ceilDiv(distance, (long) Math.abs(stride)));
            return new Range(start, stride, (int) size);
        }

        private static int clamp(int bound, boolean open, int length, int lowest, int highest) {
            long absolute = bound < 0 && !open ? (long) bound + length : bound;
            return Math.clamp(absolute, lowest, Math.max(lowest, highest));
        }

        int at(int index) {
            return start + index * stride;
        }
    }

    /** A slice of a list that reads through to it, so that a lazy list stays lazy. */
    private static final class Part extends AbstractList<@Nullable Object> implements RandomAccess {
        private final List<?> list;
        private final Range range;

        Part(List<?> list, Range range) {
            this.list = list;
            this.range = range;
        }

        @Override
        public @Nullable Object get(int index) {
            return list.get(range.at(Objects.checkIndex(index, range.size())));
        }

        @Override
        public int size() {
            return range.size();
        }
    }
}
