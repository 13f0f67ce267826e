package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Relation;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What may follow {@code is}. */
final class Tests {

    /** Tests a value; {@code defined} and {@code undefined} alone see an {@link Absent}. */
    @FunctionalInterface
    private interface Check {
        boolean holds(@Nullable Object value, Args args, Evaluation evaluation);
    }

    private static final Map<String, Check> CHECKS = new TreeMap<>();

    static {
        define((value, args, e) -> !(value instanceof Absent), "defined");
        define((value, args, e) -> value instanceof Absent, "undefined");
        define((value, args, e) -> value == null, "none", "null", "None");
        define((value, args, e) -> value instanceof String, "string");
        define((value, args, e) -> value instanceof Number, "number");
        define((value, args, e) -> value instanceof Number n && Numbers.isInteger(n), "integer");
        define((value, args, e) -> value instanceof Number n && !Numbers.isInteger(n), "float");
        define((value, args, e) -> value instanceof Boolean, "boolean");
        define((value, args, e) -> Boolean.TRUE.equals(value), "true", "True");
        define((value, args, e) -> Boolean.FALSE.equals(value), "false", "False");
        define((value, args, e) -> value instanceof Map, "mapping");
        define(
                (value, args, e) -> value instanceof Collection || value instanceof String || value instanceof Map,
                "sequence",
                "iterable");
        define((value, args, e) -> remainder(value, 2) == 0, "even");
        define((value, args, e) -> remainder(value, 2) != 0, "odd");
        define((value, args, e) -> remainder(value, args.integer(0, "num", 1)) == 0, "divisibleby");
        define((value, args, e) -> value instanceof String s && s.equals(s.toLowerCase(Locale.ROOT)), "lower");
        define((value, args, e) -> value instanceof String s && s.equals(s.toUpperCase(Locale.ROOT)), "upper");
        relation(Relation.EQUAL, "eq", "equalto", "sameas");
        relation(Relation.NOT_EQUAL, "ne");
        relation(Relation.LESS, "lt", "lessthan");
        relation(Relation.LESS_OR_EQUAL, "le");
        relation(Relation.GREATER, "gt", "greaterthan");
        relation(Relation.GREATER_OR_EQUAL, "ge");
        relation(Relation.IN, "in");
    }

    private Tests() {}

    /** Returns the name if there is such a test; else it is a syntax fault with the list of tests. */
    static String known(String name) {
        if (!CHECKS.containsKey(name)) {
            throw Fail.syntax("unknown test '%s', there are: %s".formatted(name, String.join(", ", CHECKS.keySet())));
        }
        return name;
    }

    static boolean holds(String name, @Nullable Object value, Args args, Evaluation evaluation) {
        boolean aboutPresence = name.equals("defined") || name.equals("undefined");
        Check check = CHECKS.get(known(name));
        return check != null && check.holds(aboutPresence ? value : Evaluation.present(value), args, evaluation);
    }

    private static void define(Check check, String... names) {
        for (String name : names) {
            CHECKS.put(name, check);
        }
    }

    private static void relation(Relation relation, String... names) {
        define((value, args, e) -> Operators.holds(relation, value, args.require(0, "other"), e), names);
    }

    private static int remainder(@Nullable Object value, int divisor) {
        Number number = Numbers.of(value);
        if (number == null) {
            throw Fail.type("a number is needed, got " + Plain.type(value));
        }
        return Numbers.modulo(number, divisor).doubleValue() == 0 ? 0 : 1;
    }
}
