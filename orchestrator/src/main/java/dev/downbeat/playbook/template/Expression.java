package dev.downbeat.playbook.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The syntax tree of one expression. */
sealed interface Expression {

    /** A number, a text, a boolean or null. */
    record Literal(@Nullable Object value) implements Expression {}

    /** A root name. */
    record Name(String name) implements Expression {}

    /** {@code base.name}. */
    record Field(Expression base, String name) implements Expression {}

    /** {@code base[index]}. */
    record Index(Expression base, Expression index) implements Expression {}

    /** {@code base[from:to:step]}; a bound that is left out is a null literal. */
    record Slice(Expression base, Expression from, Expression to, Expression step) implements Expression {}

    /** {@code name(arguments)}. */
    record Call(String function, Arguments arguments) implements Expression {}

    /** {@code base.name(arguments)}. */
    record Method(Expression base, String name, Arguments arguments) implements Expression {}

    /** {@code base | name(arguments)}. */
    record Filter(Expression base, String name, Arguments arguments) implements Expression {}

    /** {@code base is name(arguments)}. */
    record Test(Expression base, String name, Arguments arguments) implements Expression {}

    /** {@code -x}, {@code +x}. */
    record Sign(Expression operand, boolean negative) implements Expression {}

    /** {@code not x}. */
    record Not(Expression operand) implements Expression {}

    /** An arithmetic operation or {@code ~}. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** {@code a < b <= c}: each operator stands before its operand. */
    record Comparison(Expression first, List<Comparand> rest) implements Expression {}

    /** One link of a comparison chain. */
    record Comparand(Relation relation, Expression operand) {}

    /** {@code a and b}. */
    record And(Expression left, Expression right) implements Expression {}

    /** {@code a or b}. */
    record Or(Expression left, Expression right) implements Expression {}

    /** {@code then if condition else otherwise}. */
    record Choice(Expression condition, Expression then, Expression otherwise) implements Expression {}

    /** {@code [a, b]}, and a tuple. */
    record ListOf(List<Expression> items) implements Expression {}

    /** {@code {'a': b}}. */
    record MapOf(List<Pair> pairs) implements Expression {}

    /** One entry of a mapping. */
    record Pair(Expression key, Expression value) {}

    /** The arguments of a call. */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }

    /** Operators on two values. */
    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        MODULO("%"),
        POWER("**"),
        CONCAT("~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** Relations between two values. */
    enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN
    }

    /** Calls the consumer with every direct child. */
    default void eachChild(Consumer<Expression> visit) {
        switch (this) {
            case Literal literal -> {}
            case Name name -> {}
            case Field field -> visit.accept(field.base());
            case Index index -> {
                visit.accept(index.base());
                visit.accept(index.index());
            }
            case Slice slice ->
                List.of(slice.base(), slice.from(), slice.to(), slice.step()).forEach(visit);
            case Call call -> each(call.arguments(), visit);
            case Method method -> {
                visit.accept(method.base());
                each(method.arguments(), visit);
            }
            case Filter filter -> {
                visit.accept(filter.base());
                each(filter.arguments(), visit);
            }
            case Test test -> {
                visit.accept(test.base());
                each(test.arguments(), visit);
            }
            case Sign sign -> visit.accept(sign.operand());
            case Not not -> visit.accept(not.operand());
            case Binary binary -> {
                visit.accept(binary.left());
                visit.accept(binary.right());
            }
            case Comparison comparison -> {
                visit.accept(comparison.first());
                comparison.rest().forEach(link -> visit.accept(link.operand()));
            }
            case And and -> {
                visit.accept(and.left());
                visit.accept(and.right());
            }
            case Or or -> {
                visit.accept(or.left());
                visit.accept(or.right());
            }
            case Choice choice -> {
                visit.accept(choice.condition());
                visit.accept(choice.then());
                visit.accept(choice.otherwise());
            }
            case ListOf list -> list.items().forEach(visit);
            case MapOf map ->
                map.pairs().forEach(pair -> {
                    visit.accept(pair.key());
                    visit.accept(pair.value());
                });
        }
    }

    /** Adds the root names that it mentions. */
    default void collectNames(Set<String> into) {
        if (this instanceof Name name) {
            into.add(name.name());
        }
        eachChild(child -> child.collectNames(into));
    }

    /** Adds the text literals and the names of fields that it mentions. */
    default void collectWords(Set<String> into) {
        if (this instanceof Literal literal && literal.value() instanceof String text) {
            into.add(text);
        }
        if (this instanceof Field field) {
            into.add(field.name());
        }
        eachChild(child -> child.collectWords(into));
    }

    private static void each(Arguments arguments, Consumer<Expression> visit) {
        arguments.positional().forEach(visit);
        arguments.named().values().forEach(visit);
    }
}
