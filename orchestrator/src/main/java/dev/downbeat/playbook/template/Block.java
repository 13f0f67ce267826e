package dev.downbeat.playbook.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A piece of a text with templates in it. */
sealed interface Block {

    /** Text as it is. */
    record Text(String text) implements Block {}

    /** {@code {{ … }}}. */
    record Output(String source, Expression expression) implements Block {}

    /** {@code {% if %}}: the first branch that holds. {@code else} is a branch that always does. */
    record If(List<Branch> branches) implements Block {}

    /** One branch of an {@code if}. */
    record Branch(String source, Expression condition, List<Block> body) {}

    /** {@code {% for %}}. */
    record For(String source, TagHead.For head, List<Block> body, List<Block> otherwise) implements Block {}

    /** {@code {% set %}}: an expression, or a block whose text is the value. */
    record Assign(String source, TagHead.Set head, List<Block> body) implements Block {}

    /** Adds the root names that it mentions, without those that a {@code for} binds. */
    default void collectNames(Set<String> into) {
        switch (this) {
            case Text text -> {}
            case Output output -> output.expression().collectNames(into);
            case If choice ->
                choice.branches().forEach(branch -> {
                    branch.condition().collectNames(into);
                    branch.body().forEach(block -> block.collectNames(into));
                });
            case For loop -> {
                loop.head().items().collectNames(into);
                Set<String> inner = new LinkedHashSet<>();
                if (loop.head().condition() != null) {
                    loop.head().condition().collectNames(inner);
                }
                loop.body().forEach(block -> block.collectNames(inner));
                inner.removeAll(loop.head().targets());
                inner.remove("loop");
                into.addAll(inner);
                loop.otherwise().forEach(block -> block.collectNames(into));
            }
            case Assign set -> {
                if (set.head().value() != null) {
                    set.head().value().collectNames(into);
                }
                set.body().forEach(block -> block.collectNames(into));
            }
        }
    }

    /** Calls the consumer with every expression in it. */
    default void eachExpression(Consumer<Expression> visit) {
        switch (this) {
            case Text text -> {}
            case Output output -> visit.accept(output.expression());
            case If choice ->
                choice.branches().forEach(branch -> {
                    visit.accept(branch.condition());
                    branch.body().forEach(block -> block.eachExpression(visit));
                });
            case For loop -> {
                visit.accept(loop.head().items());
                loop.body().forEach(block -> block.eachExpression(visit));
                loop.otherwise().forEach(block -> block.eachExpression(visit));
            }
            case Assign set -> {
                if (set.head().value() != null) {
                    visit.accept(set.head().value());
                }
                set.body().forEach(block -> block.eachExpression(visit));
            }
        }
    }
}
