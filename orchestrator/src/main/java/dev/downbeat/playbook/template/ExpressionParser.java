package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Comparand;
import dev.downbeat.playbook.template.Expression.Literal;
import dev.downbeat.playbook.template.Expression.Operator;
import dev.downbeat.playbook.template.Expression.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent, with the precedence of Jinja: choice, or, and, not, comparison, sum, {@code ~},
 * product, sign, power. What stands between the operators is read by {@link OperandParser}.
 */
final class ExpressionParser {

    private static final int MAX_DEPTH = 100;

    private final Tokens tokens;
    private final OperandParser operands;
    private int depth;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    /** Returns the tree of a whole text; fails with {@link Fail} when it is no expression. */
    static Expression parse(String text) {
        Tokens tokens = new Tokens(text);
        Expression expression = new ExpressionParser(tokens).sequence();
        tokens.end("an operator");
        return expression;
    }

    /** Reads an expression, or a tuple without brackets. */
    Expression sequence() {
        Expression first = expression();
        if (!tokens.peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.accept(",") && tokens.peek().kind() != Token.Kind.END) {
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    /** Reads an expression. */
    Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw Fail.syntax("expression is nested deeper than " + MAX_DEPTH);
        }
        Expression value = or();
        while (tokens.accept("if")) {
            Expression condition = or();
            Expression otherwise = tokens.accept("else") ? expression() : new Literal("");
            value = new Expression.Choice(condition, value, otherwise);
        }
        depth--;
        return value;
    }

    /** Reads an expression without a choice. */
    Expression or() {
        Expression left = and();
        while (tokens.accept("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.accept("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        int count = 0;
        while (tokens.peek().is("not")) {
            tokens.take();
            count++;
        }
        Expression value = comparison();
        if (count == 0) {
            return value;
        }
        Expression negated = new Expression.Not(value);
        return count % 2 == 1 ? negated : new Expression.Not(negated);
    }

    private Expression comparison() {
        Expression first = sum();
        List<Comparand> rest = new ArrayList<>();
        for (Relation relation = relation(); relation != null; relation = relation()) {
            rest.add(new Comparand(relation, sum()));
        }
        return rest.isEmpty() ? first : EventNames.canonical(new Expression.Comparison(first, List.copyOf(rest)));
    }

    private @Nullable Relation relation() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.NAME
                && token.is("not")
                && tokens.afterNext().is("in")) {
            tokens.take();
            tokens.take();
            return Relation.NOT_IN;
        }
        Relation relation = switch (token.kind() == Token.Kind.SYMBOL || token.is("in") ? token.text() : "") {
            case "==" -> Relation.EQUAL;
            case "!=" -> Relation.NOT_EQUAL;
            case "<" -> Relation.LESS;
            case "<=" -> Relation.LESS_OR_EQUAL;
            case ">" -> Relation.GREATER;
            case ">=" -> Relation.GREATER_OR_EQUAL;
            case "in" -> Relation.IN;
            default -> null;
        };
        if (relation != null) {
            tokens.take();
        }
        return relation;
    }

    private Expression sum() {
        Expression left = concat();
        while (true) {
            if (tokens.accept("+")) {
                left = new Expression.Binary(Operator.ADD, left, concat());
            } else if (tokens.accept("-")) {
                left = new Expression.Binary(Operator.SUBTRACT, left, concat());
            } else {
                return left;
            }
        }
    }

    private Expression concat() {
        Expression left = product();
        while (tokens.accept("~")) {
            left = new Expression.Binary(Operator.CONCAT, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = sign();
        while (true) {
            if (tokens.accept("*")) {
                left = new Expression.Binary(Operator.MULTIPLY, left, sign());
            } else if (tokens.accept("/")) {
                left = new Expression.Binary(Operator.DIVIDE, left, sign());
            } else if (tokens.accept("//")) {
                left = new Expression.Binary(Operator.FLOOR_DIVIDE, left, sign());
            } else if (tokens.accept("%")) {
                left = new Expression.Binary(Operator.MODULO, left, sign());
            } else {
                return left;
            }
        }
    }

    private Expression sign() {
        boolean negative = false;
        boolean signed = false;
        while (tokens.peek().is("-") || tokens.peek().is("+")) {
            negative ^= tokens.peek().is("-");
            signed = true;
            tokens.take();
        }
        if (!signed) {
            return operands.filtersAndTests(power());
        }
        return operands.filtersAndTests(new Expression.Sign(power(), negative));
    }

    private Expression power() {
        Expression base = operands.operand();
        if (tokens.accept("**")) {
            boolean negative = tokens.accept("-");
            Expression exponent = power();
            return new Expression.Binary(
                    Operator.POWER, base, negative ? new Expression.Sign(exponent, true) : exponent);
        }
        return base;
    }
}
