package dev.downbeat.playbook.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Splits an expression into tokens. */
final class Lexer {

    private static final List<String> LONG_SYMBOLS = List.of("==", "!=", "<=", ">=", "//", "**");
    private static final String SYMBOLS = "+-*/%~<>=()[]{},.:|";

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** Returns the tokens, the last one {@link Token.Kind#END}. */
    static List<Token> tokens(String text) {
        return new Lexer(text).read();
    }

    private List<Token> read() {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                tokens.add(new Token(Token.Kind.END, "", null, at));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private Token next() {
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return quoted(first);
        }
        if (Character.isDigit(first)) {
            return number();
        }
        if (Character.isLetter(first) || first == '_') {
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return new Token(Token.Kind.NAME, text.substring(start, at), null, start);
        }
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += 2;
                return new Token(Token.Kind.SYMBOL, symbol, null, at - 2);
            }
        }
        if (SYMBOLS.indexOf(first) >= 0) {
            at++;
            return new Token(Token.Kind.SYMBOL, String.valueOf(first), null, at - 1);
        }
        throw Fail.syntax("unexpected character '" + first + "' at position " + at);
    }

    private Token quoted(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return new Token(Token.Kind.TEXT, value.toString(), null, start);
            }
            if (c == '\\' && at < text.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        throw Fail.syntax("text is not closed, it began at position " + start);
    }

    private void escape(StringBuilder value) {
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case '\\', '\'', '"' -> value.append(c);
            case 'x' -> codeUnit(value, 2);
            case 'u' -> codeUnit(value, 4);
            default -> value.append('\\').append(c);
        }
    }

    private void codeUnit(StringBuilder value, int digits) {
        try {
            value.append((char) Integer.parseInt(text, at, at + digits, 16));
            at += digits;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw Fail.syntax("wrong escape in a text at position " + at);
        }
    }

    private Token number() {
        int start = at;
        digits();
        boolean fraction = at + 1 < text.length() && text.charAt(at) == '.' && Character.isDigit(text.charAt(at + 1));
        if (fraction) {
            at++;
            digits();
        }
        boolean exponent =
                at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E') && exponentFollows();
        if (exponent) {
            at += 2;
            digits();
        }
        String digits = text.substring(start, at).replace("_", "");
        if (digits.length() > 400) {
            throw Fail.syntax("number is too long at position " + start);
        }
        Number value = fraction || exponent ? (Number) Double.valueOf(digits) : Numbers.narrow(new BigInteger(digits));
        return new Token(Token.Kind.NUMBER, digits, value, start);
    }

    private boolean exponentFollows() {
        int next = at + 1;
        if (next < text.length() && (text.charAt(next) == '+' || text.charAt(next) == '-')) {
            next++;
        }
        return next < text.length() && Character.isDigit(text.charAt(next));
    }

    private void digits() {
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
    }
}
