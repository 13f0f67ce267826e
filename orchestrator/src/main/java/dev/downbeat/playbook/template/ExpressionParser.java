package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Arguments;
import dev.downbeat.playbook.template.Expression.Comparand;
import dev.downbeat.playbook.template.Expression.Literal;
import dev.downbeat.playbook.template.Expression.Operator;
import dev.downbeat.playbook.template.Expression.Pair;
import dev.downbeat.playbook.template.Expression.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent, with the precedence of Jinja: choice, or, and, not, comparison, sum, {@code ~},
 * product, sign, power, then what follows a value (field, index, call, filter, test).
 */
final class ExpressionParser {

    private static final int MAX_DEPTH = 100;

    /** Bounds the depth of trees that chains such as {@code a + b + c} build. */
    private static final int MAX_TOKENS = 4_000;

    private static final Literal NULL = new Literal(null);
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "is", "if", "else");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private ExpressionParser(String text) {
        this.tokens = Lexer.tokens(text);
        if (tokens.size() > MAX_TOKENS) {
            throw Fail.syntax("expression is longer than " + MAX_TOKENS + " words");
        }
    }

    /** Returns the tree of a whole text; fails with {@link Fail} when it is no expression. */
    static Expression parse(String text) {
        ExpressionParser parser = new ExpressionParser(text);
        Expression expression = parser.sequence();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected("an operator");
        }
        return expression;
    }

    /** The head of a {@code for}: {@code key, value in items if condition}. */
    record ForHead(
            List<String> targets,
            Expression items,
            @Nullable Expression condition) {}

    /** The head of a {@code set}: the names, dotted for a field of a namespace, and the value; null when a block follows. */
    record SetHead(List<String> targets, @Nullable Expression value) {}

    static ForHead forHead(String text) {
        ExpressionParser parser = new ExpressionParser(text);
        List<String> targets = parser.targets();
        parser.expect("in");
        Expression items = parser.or();
        Expression condition = parser.accept("if") ? parser.expression() : null;
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected("the end");
        }
        return new ForHead(targets, items, condition);
    }

    static SetHead setHead(String text) {
        ExpressionParser parser = new ExpressionParser(text);
        List<String> targets = parser.targets();
        Expression value = parser.accept("=") ? parser.sequence() : null;
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected("'='");
        }
        return new SetHead(targets, value);
    }

    private List<String> targets() {
        boolean enclosed = accept("(");
        List<String> targets = new ArrayList<>();
        do {
            String name = word("a name");
            targets.add(accept(".") ? name + "." + word("a field name") : name);
        } while (accept(","));
        if (enclosed) {
            expect(")");
        }
        return targets;
    }

    /** Reads an expression, or a tuple without brackets. */
    private Expression sequence() {
        Expression first = expression();
        if (!peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (accept(",") && peek().kind() != Token.Kind.END) {
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    private Expression expression() {
        if (++depth > MAX_DEPTH) {
            throw Fail.syntax("expression is nested deeper than " + MAX_DEPTH);
        }
        Expression value = or();
        while (accept("if")) {
            Expression condition = or();
            Expression otherwise = accept("else") ? expression() : new Literal("");
            value = new Expression.Choice(condition, value, otherwise);
        }
        depth--;
        return value;
    }

    private Expression or() {
        Expression left = and();
        while (accept("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (accept("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        int count = 0;
        while (peek().is("not")) {
            at++;
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
        Token token = peek();
        if (token.kind() == Token.Kind.NAME
                && token.is("not")
                && tokens.get(at + 1).is("in")) {
            at += 2;
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
            at++;
        }
        return relation;
    }

    private Expression sum() {
        Expression left = concat();
        while (true) {
            if (accept("+")) {
                left = new Expression.Binary(Operator.ADD, left, concat());
            } else if (accept("-")) {
                left = new Expression.Binary(Operator.SUBTRACT, left, concat());
            } else {
                return left;
            }
        }
    }

    private Expression concat() {
        Expression left = product();
        while (accept("~")) {
            left = new Expression.Binary(Operator.CONCAT, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = sign();
        while (true) {
            if (accept("*")) {
                left = new Expression.Binary(Operator.MULTIPLY, left, sign());
            } else if (accept("/")) {
                left = new Expression.Binary(Operator.DIVIDE, left, sign());
            } else if (accept("//")) {
                left = new Expression.Binary(Operator.FLOOR_DIVIDE, left, sign());
            } else if (accept("%")) {
                left = new Expression.Binary(Operator.MODULO, left, sign());
            } else {
                return left;
            }
        }
    }

    private Expression sign() {
        boolean negative = false;
        boolean signed = false;
        while (peek().is("-") || peek().is("+")) {
            negative ^= peek().is("-");
            signed = true;
            at++;
        }
        if (!signed) {
            return filtersAndTests(power());
        }
        return filtersAndTests(new Expression.Sign(power(), negative));
    }

    private Expression power() {
        Expression base = postfix(primary());
        if (accept("**")) {
            boolean negative = accept("-");
            Expression exponent = power();
            return new Expression.Binary(
                    Operator.POWER, base, negative ? new Expression.Sign(exponent, true) : exponent);
        }
        return base;
    }

    private Expression primary() {
        Token token = tokens.get(at);
        switch (token.kind()) {
            case NUMBER -> {
                at++;
                return new Literal(token.number());
            }
            case TEXT -> {
                return text();
            }
            case NAME -> {
                if (!RESERVED.contains(token.text())) {
                    at++;
                    return name(token.text());
                }
            }
            case SYMBOL -> {
                if (accept("(")) {
                    return parenthesis();
                }
                if (accept("[")) {
                    return new Expression.ListOf(items("]"));
                }
                if (accept("{")) {
                    return mapping();
                }
            }
            case END -> {}
        }
        throw unexpected("a value");
    }

    /** Neighbouring text literals are one text. */
    private Expression text() {
        StringBuilder value = new StringBuilder();
        while (peek().kind() == Token.Kind.TEXT) {
            value.append(peek().text());
            at++;
        }
        return new Literal(value.toString());
    }

    private Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Literal(true);
            case "false", "False" -> new Literal(false);
            case "none", "None", "null" -> NULL;
            default -> {
                if (accept("(")) {
                    yield new Expression.Call(Functions.known(name), arguments());
                }
                yield new Expression.Name(name);
            }
        };
    }

    private Expression parenthesis() {
        if (accept(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression first = expression();
        if (!peek().is(",")) {
            expect(")");
            return first;
        }
        at++;
        List<Expression> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return new Expression.ListOf(items);
    }

    private List<Expression> items(String end) {
        List<Expression> items = new ArrayList<>();
        while (!accept(end)) {
            items.add(expression());
            if (!peek().is(end)) {
                expect(",");
            }
        }
        return items;
    }

    private Expression mapping() {
        List<Pair> pairs = new ArrayList<>();
        while (!accept("}")) {
            Expression key = expression();
            expect(":");
            pairs.add(new Pair(key, expression()));
            if (!peek().is("}")) {
                expect(",");
            }
        }
        return new Expression.MapOf(pairs);
    }

    private Expression postfix(Expression base) {
        Expression value = base;
        while (true) {
            if (accept(".")) {
                value = field(value);
            } else if (accept("[")) {
                value = index(value);
            } else if (peek().is("(")) {
                throw Fail.syntax("only functions and methods can be called, position " + peek().position());
            } else {
                return value;
            }
        }
    }

    private Expression field(Expression base) {
        Token token = tokens.get(at++);
        if (token.kind() == Token.Kind.NUMBER && token.number() instanceof Integer) {
            return new Expression.Index(base, new Literal(token.number()));
        }
        if (token.kind() != Token.Kind.NAME) {
            at--;
            throw unexpected("a field name");
        }
        return accept("(")
                ? new Expression.Method(base, Methods.known(token.text()), arguments())
                : new Expression.Field(base, token.text());
    }

    private Expression index(Expression base) {
        Expression from = peek().is(":") ? NULL : sequenceUntilColon();
        if (accept("]")) {
            return new Expression.Index(base, from);
        }
        expect(":");
        Expression to = peek().is(":") || peek().is("]") ? NULL : expression();
        Expression step = accept(":") && !peek().is("]") ? expression() : NULL;
        expect("]");
        return new Expression.Slice(base, from, to, step);
    }

    private Expression sequenceUntilColon() {
        if (peek().is("]")) {
            throw unexpected("an index");
        }
        return expression();
    }

    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!accept(")")) {
            if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
                String name = peek().text();
                at += 2;
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!peek().is(")")) {
                expect(",");
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filtersAndTests(Expression base) {
        Expression value = base;
        while (true) {
            if (accept("|")) {
                String name = word("a filter");
                Arguments arguments = accept("(") ? arguments() : Arguments.NONE;
                value = postfix(new Expression.Filter(value, Filters.known(name), arguments));
            } else if (accept("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression base) {
        boolean negated = accept("not");
        String name = peek().is("in") ? tokens.get(at++).text() : word("a test");
        Arguments arguments = Arguments.NONE;
        if (accept("(")) {
            arguments = arguments();
        } else if (startsValue(peek())) {
            arguments = new Arguments(List.of(postfix(primary())), Map.of());
        }
        Expression test = new Expression.Test(base, Tests.known(name), arguments);
        return negated ? new Expression.Not(test) : test;
    }

    private static boolean startsValue(Token token) {
        return switch (token.kind()) {
            case NUMBER, TEXT -> true;
            case NAME -> !RESERVED.contains(token.text());
            case SYMBOL -> token.is("[") || token.is("{");
            case END -> false;
        };
    }

    private String word(String what) {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        return tokens.get(at++).text();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private Fail unexpected(String wanted) {
        return Fail.syntax("expected %s, got %s at position %d".formatted(wanted, peek().shown(), peek().position()));
    }
}
