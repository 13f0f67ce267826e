package dev.downbeat.playbook.template;

import org.jspecify.annotations.Nullable;

/**
 * One word of an expression.
 *
 * @param kind what it is
 * @param text its text; of a text literal, the value
 * @param number the value of a number literal, else null
 * @param position its offset in the expression
 */
record Token(Kind kind, String text, @Nullable Number number, int position) {

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    boolean is(String symbolOrWord) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrWord);
    }

    /** Returns it as messages show it. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            default -> "'" + text + "'";
        };
    }
}
