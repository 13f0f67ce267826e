package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.And;
import dev.downbeat.playbook.template.Expression.Arguments;
import dev.downbeat.playbook.template.Expression.Binary;
import dev.downbeat.playbook.template.Expression.Call;
import dev.downbeat.playbook.template.Expression.Choice;
import dev.downbeat.playbook.template.Expression.Comparand;
import dev.downbeat.playbook.template.Expression.Comparison;
import dev.downbeat.playbook.template.Expression.Field;
import dev.downbeat.playbook.template.Expression.Filter;
import dev.downbeat.playbook.template.Expression.Index;
import dev.downbeat.playbook.template.Expression.ListOf;
import dev.downbeat.playbook.template.Expression.Literal;
import dev.downbeat.playbook.template.Expression.MapOf;
import dev.downbeat.playbook.template.Expression.Method;
import dev.downbeat.playbook.template.Expression.Name;
import dev.downbeat.playbook.template.Expression.Not;
import dev.downbeat.playbook.template.Expression.Or;
import dev.downbeat.playbook.template.Expression.Pair;
import dev.downbeat.playbook.template.Expression.Sign;
import dev.downbeat.playbook.template.Expression.Slice;
import dev.downbeat.playbook.template.Expression.Test;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rendering: evaluates expressions in a scope and counts what they cost. Used by one thread, once. */
final class Evaluation {

    private static final int CLOCK_PERIOD = 1024; // steps between two looks at the clock

    private final TemplateLimits limits;
    private final boolean coerceText;
    private final InstantSource clock;
    private final long startNanos = System.nanoTime();
    private Scope scope;
    private long steps;

    Evaluation(TemplateLimits limits, boolean coerceText, InstantSource clock, Scope scope) {
        this.limits = limits;
        this.coerceText = coerceText;
        this.clock = clock;
        this.scope = scope;
    }

    boolean coerceText() {
        return coerceText;
    }

    Instant now() {
        return clock.instant();
    }

    /** Runs something with more names in scope. */
    void within(Map<String, @Nullable Object> names, Runnable body) {
        Scope outer = scope;
        scope = outer.with(Scope.of(names));
        try {
            body.run();
        } finally {
            scope = outer;
        }
    }

    /** Returns the value of an expression; fails when it is not there. */
    @Nullable
    Object value(Expression expression) {
        return present(lenient(expression));
    }

    /** Returns the truth of an expression; a known name that has nothing yet is false. */
    boolean truth(Expression expression) {
        Object value = lenient(expression);
        return !(value instanceof Absent absent && absent.known()) && Plain.truth(present(value));
    }

    static @Nullable Object present(@Nullable Object value) {
        if (value instanceof Absent absent) {
            throw Fail.undefined(absent.reason());
        }
        return value;
    }

    /** Returns the value of an expression, or an {@link Absent}. */
    @Nullable
    Object lenient(Expression expression) {
        step();
        return switch (expression) {
            case Literal literal -> literal.value();
            case Name name -> name(name.name());
            case Field field -> Access.field(lenient(field.base()), field.name());
            case Index index -> Access.index(lenient(index.base()), value(index.index()));
            case Slice slice ->
                Access.slice(value(slice.base()), value(slice.from()), value(slice.to()), value(slice.step()), this);
            case Call call -> Functions.call(call.function(), arguments(call.function(), call.arguments()), this);
            case Method method ->
                Methods.call(lenient(method.base()), method.name(), arguments(method.name(), method.arguments()), this);
            case Filter filter -> filter(filter);
            case Test test ->
                Tests.holds(test.name(), lenient(test.base()), arguments(test.name(), test.arguments()), this);
            case Sign sign -> sign(value(sign.operand()), sign.negative());
            case Not not -> !truth(not.operand());
            case Binary binary -> Operators.apply(binary.operator(), value(binary.left()), value(binary.right()), this);
            case Comparison comparison -> compare(comparison);
            case And and -> junction(and.left(), and.right(), true);
            case Or or -> junction(or.left(), or.right(), false);
            case Choice choice -> lenient(truth(choice.condition()) ? choice.then() : choice.otherwise());
            case ListOf list -> list(list.items());
            case MapOf map -> map(map.pairs());
        };
    }

    private @Nullable Object name(String name) {
        return scope.has(name) ? Plain.of(scope.get(name)) : Absent.unknown(name);
    }

    private @Nullable Object filter(Filter filter) {
        Object input = lenient(filter.base());
        if (Filters.acceptsAbsent(filter.name())) {
            boolean fallback = input == null || input instanceof Absent || !Plain.truth(input);
            // The fallback itself is evaluated only when it may be needed: it may be absent, too.
            return Filters.defaulted(
                    input, fallback ? arguments(filter.name(), filter.arguments()) : Args.none(filter.name()));
        }
        return Filters.apply(filter.name(), present(input), arguments(filter.name(), filter.arguments()), this);
    }

    private Args arguments(String callee, Arguments arguments) {
        List<@Nullable Object> positional = new ArrayList<>();
        for (Expression argument : arguments.positional()) {
            positional.add(value(argument));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, argument) -> named.put(name, value(argument)));
        return new Args(callee, positional, named);
    }

    private static Number sign(@Nullable Object value, boolean negative) {
        Number number = Numbers.of(value);
        if (number == null) {
            throw Fail.type("a sign needs a number, got " + Plain.type(value));
        }
        return negative ? Numbers.subtract(0, number) : number;
    }

    private boolean compare(Comparison comparison) {
        Object left = value(comparison.first());
        for (Comparand link : comparison.rest()) {
            Object right = value(link.operand());
            if (!Operators.holds(link.relation(), left, right, this)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    /** Yields the operand that decided, as Python does. */
    private @Nullable Object junction(Expression leftSide, Expression rightSide, boolean and) {
        Object left = lenient(leftSide);
        if (left instanceof Absent absent && absent.known()) {
            return and ? false : lenient(rightSide);
        }
        return Plain.truth(present(left)) == and ? lenient(rightSide) : left;
    }

    private List<@Nullable Object> list(List<Expression> items) {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        for (Expression item : items) {
            list.add(value(item));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(List<Pair> pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            map.put(PythonText.of(value(pair.key()), this), value(pair.value()));
        }
        return map;
    }

    /** Counts one operation. */
    void step() {
        steps++;
        if (steps > limits.maxSteps()) {
            throw Fail.limit("template takes more than " + limits.maxSteps() + " operations");
        }
        if (steps % CLOCK_PERIOD == 0
                && System.nanoTime() - startNanos > limits.maxTime().toNanos()) {
            throw Fail.limit("template takes longer than " + limits.maxTime().toMillis() + " ms");
        }
    }

    void checkText(long chars) {
        if (chars > limits.maxTextChars()) {
            throw Fail.limit("text is longer than " + limits.maxTextChars() + " characters");
        }
    }

    void checkItems(long items) {
        if (items > limits.maxItems()) {
            throw Fail.limit("list is longer than " + limits.maxItems() + " items");
        }
    }

    void checkDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw Fail.limit("value is nested deeper than " + limits.maxDepth());
        }
    }

    String concat(String left, String right) {
        checkText((long) left.length() + right.length());
        return left.concat(right);
    }
}
