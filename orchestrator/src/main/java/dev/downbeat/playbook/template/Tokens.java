package dev.downbeat.playbook.template;

import java.util.List;

/** Walks over the tokens of an expression. */
final class Tokens {

    /** Bounds the depth of trees that chains such as {@code a + b + c} build, so that evaluating one fits any stack. */
    private static final int MAX_TOKENS = 1_000;

    private final List<Token> tokens;
    private int at;

    Tokens(String text) {
        this.tokens = Lexer.tokens(text);
        if (tokens.size() > MAX_TOKENS) {
            throw Fail.syntax("expression is longer than " + MAX_TOKENS + " words");
        }
    }

    /** Returns the next token and moves past it. */
    Token take() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Returns the token after the next. */
    Token afterNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** Fails unless everything has been read. */
    void end(String wanted) {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(wanted);
        }
    }

    String word(String what) {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        return take().text();
    }

    Token peek() {
        return tokens.get(at);
    }

    boolean accept(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    Fail unexpected(String wanted) {
        return Fail.syntax("expected %s, got %s at position %d".formatted(wanted, peek().shown(), peek().position()));
    }
}
