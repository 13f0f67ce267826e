package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a template compiles to. */
sealed interface Program {

    /** A value that needs no evaluation. */
    record Constant(@Nullable Object value) implements Program {}

    /** One expression, which yields its object. */
    record Single(String source, Expression expression, Place place) implements Program {}

    /** A text around expressions and tags, which yields text. */
    record Mixed(String source, List<Block> blocks, Place place) implements Program {}

    /** A mapping; the keys are as written. */
    record Mapping(Map<String, Program> fields) implements Program {}

    /** A list. */
    record Sequence(List<Program> items) implements Program {}

    int MAX_DEPTH = 200;

    /** Compiles a tree of maps, lists and scalars. */
    static Program compile(@Nullable Object tree, Place place) {
        return compile(tree, place, Program::text, 0);
    }

    /** Compiles a tree whose texts another function compiles. */
    static Program compile(@Nullable Object tree, Place place, BiFunction<String, Place, Program> texts, int depth) {
        if (depth > MAX_DEPTH) {
            throw Fail.limit("value is nested deeper than " + MAX_DEPTH).at("", place);
        }
        return switch (tree) {
            case null -> new Constant(null);
            case String text -> TextReader.hasTemplate(text) ? texts.apply(text, place) : new Constant(text);
            case Map<?, ?> map -> {
                Map<String, Program> fields = new LinkedHashMap<>();
                map.forEach((key, value) -> fields.put(
                        String.valueOf(key), compile(value, place.key(String.valueOf(key)), texts, depth + 1)));
                yield isConstant(fields.values()) ? new Constant(tree) : new Mapping(fields);
            }
            case Collection<?> list -> {
                List<Program> items = new ArrayList<>();
                for (Object item : list) {
                    items.add(compile(item, place.index(items.size()), texts, depth + 1));
                }
                yield isConstant(items) ? new Constant(tree) : new Sequence(items);
            }
            default -> new Constant(tree);
        };
    }

    /** Compiles a text; one that is a single {@code {{ … }}}, spaces around it aside, yields its object. */
    static Program text(String text, Place place) {
        try {
            List<Block> blocks = TextReader.read(text);
            List<Block> inked = blocks.stream()
                    .filter(block ->
                            !(block instanceof Block.Text plain && plain.text().isBlank()))
                    .toList();
            if (inked.size() == 1 && inked.getFirst() instanceof Block.Output output) {
                return new Single(output.source(), output.expression(), place);
            }
            return new Mixed(text, blocks, place);
        } catch (Fail e) {
            throw e.at(text, place);
        }
    }

    /** Compiles a condition: a template, or a bare expression. */
    static Program condition(String text, Place place) {
        if (TextReader.hasTemplate(text)) {
            return text(text, place);
        }
        try {
            return new Single(text, ExpressionParser.parse(text), place);
        } catch (Fail e) {
            throw e.at(text, place);
        }
    }

    /** Returns the value in the scope of an evaluation. */
    default @Nullable Object evaluate(Evaluation evaluation) {
        return switch (this) {
            case Constant constant -> constant.value();
            case Single single -> {
                try {
                    yield evaluation.value(single.expression());
                } catch (Fail e) {
                    throw e.at(single.source(), single.place());
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw Fail.type(String.valueOf(e.getMessage())).at(single.source(), single.place());
                }
            }
            case Mixed mixed -> {
                try {
                    String text = Writer.write(mixed.blocks(), evaluation, mixed.place());
                    yield evaluation.coerceText() ? Coercion.of(text) : text;
                } catch (Fail e) {
                    throw e.at(mixed.source(), mixed.place());
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw Fail.type(String.valueOf(e.getMessage())).at(mixed.source(), mixed.place());
                }
            }
            case Mapping mapping -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                mapping.fields().forEach((key, field) -> values.put(key, field.evaluate(evaluation)));
                yield values;
            }
            case Sequence sequence -> {
                List<@Nullable Object> values = new ArrayList<>();
                sequence.items().forEach(item -> values.add(item.evaluate(evaluation)));
                yield values;
            }
        };
    }

    /** Returns the root names that it mentions. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        switch (this) {
            case Constant constant -> {}
            case Single single -> single.expression().collectNames(names);
            case Mixed mixed -> mixed.blocks().forEach(block -> block.collectNames(names));
            case Mapping mapping -> mapping.fields().values().forEach(field -> names.addAll(field.names()));
            case Sequence sequence -> sequence.items().forEach(item -> names.addAll(item.names()));
        }
        return Collections.unmodifiableSet(names);
    }

    /** Returns the text literals and field names that it mentions. */
    default Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        switch (this) {
            case Constant constant -> {}
            case Single single -> single.expression().collectWords(words);
            case Mixed mixed ->
                mixed.blocks().forEach(block -> block.eachExpression(expression -> expression.collectWords(words)));
            case Mapping mapping -> mapping.fields().values().forEach(field -> words.addAll(field.words()));
            case Sequence sequence -> sequence.items().forEach(item -> words.addAll(item.words()));
        }
        return Collections.unmodifiableSet(words);
    }

    /** Returns the program of one field of a mapping. */
    default Program child(String name) {
        if (this instanceof Mapping mapping) {
            return mapping.fields().getOrDefault(name, new Constant(null));
        }
        return new Constant(
                this instanceof Constant constant && constant.value() instanceof Map<?, ?> map ? map.get(name) : null);
    }

    private static boolean isConstant(Collection<Program> programs) {
        return programs.stream().allMatch(Constant.class::isInstance);
    }
}
