package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Operator;
import dev.downbeat.playbook.template.Expression.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on two values, as Python defines them. */
final class Operators {

    private Operators() {}

    static @Nullable Object apply(
            Operator operator, @Nullable Object left, @Nullable Object right, Evaluation evaluation) {
        if (operator == Operator.CONCAT) {
            return evaluation.concat(PythonText.of(left, evaluation), PythonText.of(right, evaluation));
        }
        if (operator == Operator.MODULO && left instanceof String format) {
            return TextFormat.percent(format, right, evaluation);
        }
        Number a = Numbers.of(left);
        Number b = Numbers.of(right);
        if (a != null && b != null) {
            return switch (operator) {
                case ADD -> Numbers.add(a, b);
                case SUBTRACT -> Numbers.subtract(a, b);
                case MULTIPLY -> Numbers.multiply(a, b);
                case DIVIDE -> Numbers.divide(a, b);
                case FLOOR_DIVIDE -> Numbers.floorDivide(a, b);
                case MODULO -> Numbers.modulo(a, b);
                case POWER -> Numbers.power(a, b);
                case CONCAT -> throw new AssertionError("handled above");
            };
        }
        if (operator == Operator.ADD && left instanceof String x && right instanceof String y) {
            return evaluation.concat(x, y);
        }
        if (operator == Operator.ADD && left instanceof Collection<?> x && right instanceof Collection<?> y) {
            evaluation.checkItems((long) x.size() + y.size());
            List<@Nullable Object> joined = new ArrayList<>(x);
            joined.addAll(y);
            return joined;
        }
        if (operator == Operator.MULTIPLY && b != null && Numbers.isInteger(b)) {
            if (left instanceof String text) {
                return repeat(text, b, evaluation);
            }
            if (left instanceof Collection<?> list) {
                return repeat(list, b, evaluation);
            }
        }
        if (operator == Operator.MULTIPLY && a != null && (right instanceof String || right instanceof Collection<?>)) {
            return apply(operator, right, left, evaluation);
        }
        String hint = operator == Operator.ADD ? ", use ~ to join them as text" : "";
        throw Fail.type("cannot apply %s to %s and %s%s"
                .formatted(operator.symbol(), Plain.type(left), Plain.type(right), hint));
    }

    static boolean holds(Relation relation, @Nullable Object left, @Nullable Object right, Evaluation evaluation) {
        return switch (relation) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> compare(left, right) < 0;
            case LESS_OR_EQUAL -> compare(left, right) <= 0;
            case GREATER -> compare(left, right) > 0;
            case GREATER_OR_EQUAL -> compare(left, right) >= 0;
            case IN -> contains(right, left, evaluation);
            case NOT_IN -> !contains(right, left, evaluation);
        };
    }

    /** Compares numbers by value, texts by their characters, lists and mappings by what is in them. */
    static boolean equal(@Nullable Object rawLeft, @Nullable Object rawRight) {
        Object left = Plain.of(rawLeft);
        Object right = Plain.of(rawRight);
        Number a = Numbers.of(left);
        Number b = Numbers.of(right);
        if (a != null && b != null) {
            return Numbers.compare(a, b) == 0;
        }
        if (left instanceof Map<?, ?> x && right instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(entry ->
                                    y.containsKey(entry.getKey()) && equal(entry.getValue(), y.get(entry.getKey())));
        }
        if (left instanceof Collection<?> x && right instanceof Collection<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            Iterator<?> others = y.iterator();
            for (Object item : x) {
                if (!equal(item, others.next())) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(left, right);
    }

    /** Orders two numbers, two texts or two lists; anything else has no order. */
    static int compare(@Nullable Object rawLeft, @Nullable Object rawRight) {
        Object left = Plain.of(rawLeft);
        Object right = Plain.of(rawRight);
        Number a = Numbers.of(left);
        Number b = Numbers.of(right);
        if (a != null && b != null) {
            return Numbers.compare(a, b);
        }
        if (left instanceof String x && right instanceof String y) {
            return x.compareTo(y);
        }
        if (left instanceof List<?> x && right instanceof List<?> y) {
            for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                if (!equal(x.get(i), y.get(i))) {
                    return compare(x.get(i), y.get(i));
                }
            }
            return Integer.compare(x.size(), y.size());
        }
        throw Fail.type("cannot compare %s with %s".formatted(Plain.type(left), Plain.type(right)));
    }

    static boolean contains(@Nullable Object container, @Nullable Object item, Evaluation evaluation) {
        if (container instanceof String text) {
            if (item instanceof String part) {
                return text.contains(part);
            }
            throw Fail.type("a text contains only texts, not " + Plain.type(item));
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(item) || (item instanceof Number && map.containsKey(item.toString()));
        }
        if (container instanceof Collection<?> list) {
            for (Object element : list) {
                evaluation.step();
                if (equal(element, item)) {
                    return true;
                }
            }
            return false;
        }
        throw Fail.type("nothing is in " + Plain.type(container));
    }

    private static String repeat(String text, Number times, Evaluation evaluation) {
        long count = Math.clamp(times.longValue(), 0L, Integer.MAX_VALUE);
        evaluation.checkText(text.length() * count);
        return text.repeat((int) count);
    }

    private static List<@Nullable Object> repeat(Collection<?> list, Number times, Evaluation evaluation) {
        long count = Math.clamp(times.longValue(), 0L, Integer.MAX_VALUE);
        evaluation.checkItems(list.size() * count);
        List<@Nullable Object> repeated = new ArrayList<>();
        for (long i = 0; i < count && !list.isEmpty(); i++) {
            repeated.addAll(list);
        }
        return repeated;
    }
}
