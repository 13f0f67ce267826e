package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a tag besides its name. */
sealed interface TagHead {

    /** The head of a {@code for}: {@code key, value in items if condition}. */
    record For(
            List<String> targets,
            Expression items,
            @Nullable Expression condition) implements TagHead {

        static For parse(String text) {
            Tokens tokens = new Tokens(text);
            ExpressionParser parser = new ExpressionParser(tokens);
            List<String> targets = names(tokens);
            tokens.expect("in");
            Expression items = parser.or();
            Expression condition = tokens.accept("if") ? parser.expression() : null;
            tokens.end("the end");
            return new For(targets, items, condition);
        }
    }

    /** The head of a {@code set}: the names, dotted for a field of a namespace, and the value; null when a block follows. */
    record Set(List<String> targets, @Nullable Expression value) implements TagHead {

        static Set parse(String text) {
            Tokens tokens = new Tokens(text);
            List<String> targets = names(tokens);
            Expression value = tokens.accept("=") ? new ExpressionParser(tokens).sequence() : null;
            tokens.end("'='");
            return new Set(targets, value);
        }
    }

    private static List<String> names(Tokens tokens) {
        boolean enclosed = tokens.accept("(");
        List<String> targets = new ArrayList<>();
        do {
            String name = tokens.word("a name");
            targets.add(tokens.accept(".") ? name + "." + tokens.word("a field name") : name);
        } while (tokens.accept(","));
        if (enclosed) {
            tokens.expect(")");
        }
        return targets;
    }
}
