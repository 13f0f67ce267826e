package dev.downbeat.playbook.template;

import dev.downbeat.playbook.template.Expression.Arguments;
import dev.downbeat.playbook.template.Expression.Literal;
import dev.downbeat.playbook.template.Expression.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what stands between operators: a literal, a name, a list, a mapping, and what follows it (field, index, call, filter, test). */
final class OperandParser {

    private static final Literal NULL = new Literal(null);
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "is", "if", "else");

    private final Tokens tokens;
    private final ExpressionParser expressions;

    OperandParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** Reads a value with its fields, indexes and calls. */
    Expression operand() {
        return postfix(primary());
    }

    private Expression primary() {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER -> {
                tokens.take();
                return new Literal(token.number());
            }
            case TEXT -> {
                return text();
            }
            case NAME -> {
                if (!RESERVED.contains(token.text())) {
                    tokens.take();
                    return name(token.text());
                }
            }
            case SYMBOL -> {
                if (tokens.accept("(")) {
                    return parenthesis();
                }
                if (tokens.accept("[")) {
                    return new Expression.ListOf(items("]"));
                }
                if (tokens.accept("{")) {
                    return mapping();
                }
            }
            case END -> {}
        }
        throw tokens.unexpected("a value");
    }

    /** Neighbouring text literals are one text. */
    private Expression text() {
        StringBuilder value = new StringBuilder();
        while (tokens.peek().kind() == Token.Kind.TEXT) {
            value.append(tokens.peek().text());
            tokens.take();
        }
        return new Literal(value.toString());
    }

    private Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Literal(true);
            case "false", "False" -> new Literal(false);
            case "none", "None", "null" -> NULL;
            default -> {
                if (tokens.accept("(")) {
                    yield new Expression.Call(Functions.known(name), arguments());
                }
                yield new Expression.Name(name);
            }
        };
    }

    private Expression parenthesis() {
        if (tokens.accept(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression first = expressions.expression();
        if (!tokens.peek().is(",")) {
            tokens.expect(")");
            return first;
        }
        tokens.take();
        List<Expression> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return new Expression.ListOf(items);
    }

    private List<Expression> items(String end) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.accept(end)) {
            items.add(expressions.expression());
            if (!tokens.peek().is(end)) {
                tokens.expect(",");
            }
        }
        return items;
    }

    private Expression mapping() {
        List<Pair> pairs = new ArrayList<>();
        while (!tokens.accept("}")) {
            Expression key = expressions.expression();
            tokens.expect(":");
            pairs.add(new Pair(key, expressions.expression()));
            if (!tokens.peek().is("}")) {
                tokens.expect(",");
            }
        }
        return new Expression.MapOf(pairs);
    }

    private Expression postfix(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.accept(".")) {
                value = field(value);
            } else if (tokens.accept("[")) {
                value = index(value);
            } else if (tokens.peek().is("(")) {
                throw Fail.syntax("only functions and methods can be called, position "
                        + tokens.peek().position());
            } else {
                return value;
            }
        }
    }

    private Expression field(Expression base) {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.NUMBER && token.number() instanceof Integer) {
            return new Expression.Index(base, new Literal(tokens.take().number()));
        }
        String name = tokens.word("a field name");
        return tokens.accept("(")
                ? new Expression.Method(base, Methods.known(name), arguments())
                : new Expression.Field(base, name);
    }

    private Expression index(Expression base) {
        Expression from = tokens.peek().is(":") ? NULL : sequenceUntilColon();
        if (tokens.accept("]")) {
            return new Expression.Index(base, from);
        }
        tokens.expect(":");
        Expression to = tokens.peek().is(":") || tokens.peek().is("]") ? NULL : expressions.expression();
        Expression step = tokens.accept(":") && !tokens.peek().is("]") ? expressions.expression() : NULL;
        tokens.expect("]");
        return new Expression.Slice(base, from, to, step);
    }

    private Expression sequenceUntilColon() {
        if (tokens.peek().is("]")) {
            throw tokens.unexpected("an index");
        }
        return expressions.expression();
    }

    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.accept(")")) {
            if (tokens.peek().kind() == Token.Kind.NAME && tokens.afterNext().is("=")) {
                String name = tokens.peek().text();
                tokens.take();
                tokens.take();
                named.put(name, expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        return new Arguments(positional, named);
    }

    /** Reads the filters and tests that follow a value. */
    Expression filtersAndTests(Expression base) {
        Expression value = base;
        while (true) {
            if (tokens.accept("|")) {
                String name = tokens.word("a filter");
                Arguments arguments = tokens.accept("(") ? arguments() : Arguments.NONE;
                value = postfix(new Expression.Filter(value, Filters.known(name), arguments));
            } else if (tokens.accept("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression base) {
        boolean negated = tokens.accept("not");
        String name = tokens.peek().is("in") ? tokens.take().text() : tokens.word("a test");
        Arguments arguments = Arguments.NONE;
        if (tokens.accept("(")) {
            arguments = arguments();
        } else if (startsValue(tokens.peek())) {
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
}
