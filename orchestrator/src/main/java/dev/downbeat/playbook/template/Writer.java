package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the text of blocks. */
final class Writer {

    private final Evaluation evaluation;
    private final Place place;
    private final StringBuilder out = new StringBuilder();

    private Writer(Evaluation evaluation, Place place) {
        this.evaluation = evaluation;
        this.place = place;
    }

    static String write(List<Block> blocks, Evaluation evaluation, Place place) {
        Writer writer = new Writer(evaluation, place);
        Map<String, @Nullable Object> names = new HashMap<>();
        evaluation.within(names, () -> writer.write(blocks, names));
        return writer.out.toString();
    }

    private void write(List<Block> blocks, Map<String, @Nullable Object> names) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Text text -> append(text.text());
                case Block.Output output ->
                    guarded(
                            output.source(),
                            () -> append(PythonText.of(evaluation.value(output.expression()), evaluation)));
                case Block.If choice -> choose(choice, names);
                case Block.For loop -> guarded(loop.source(), () -> loop(loop));
                case Block.Assign assign -> guarded(assign.source(), () -> assign(assign, names));
            }
        }
    }

    private void choose(Block.If choice, Map<String, @Nullable Object> names) {
        for (Block.Branch branch : choice.branches()) {
            if (holds(branch)) {
                write(branch.body(), names);
                return;
            }
        }
    }

    private boolean holds(Block.Branch branch) {
        try {
            return evaluation.truth(branch.condition());
        } catch (Fail e) {
            throw e.at(branch.source(), place);
        }
    }

    private void loop(Block.For loop) {
        List<Object> items = new ArrayList<>();
        Expression condition = loop.head().condition();
        Object value = evaluation.value(loop.head().items());
        Collection<?> source = ListFilters.items(value);
        if (condition == null) {
            run(loop, source);
            return;
        }
        for (Object item : source) {
            Map<String, @Nullable Object> names = new HashMap<>();
            bind(loop.head().targets(), Plain.of(item), names);
            evaluation.within(names, () -> {
                if (evaluation.truth(condition)) {
                    items.add(item);
                }
            });
        }
        run(loop, items);
    }

    private void run(Block.For loop, Collection<?> items) {
        if (items.isEmpty()) {
            write(loop.otherwise(), new HashMap<>());
            return;
        }
        int length = items.size();
        int index = 0;
        for (Object item : items) {
            evaluation.step();
            Map<String, @Nullable Object> names = new HashMap<>();
            names.put("loop", round(index++, length));
            bind(loop.head().targets(), Plain.of(item), names);
            evaluation.within(names, () -> write(loop.body(), names));
        }
    }

    private static Map<String, Object> round(int index, int length) {
        return Map.of(
                "index",
                index + 1,
                "index0",
                index,
                "first",
                index == 0,
                "last",
                index == length - 1,
                "length",
                length,
                "revindex",
                length - index,
                "revindex0",
                length - index - 1);
    }

    private void assign(Block.Assign assign, Map<String, @Nullable Object> names) {
        Expression expression = assign.head().value();
        Object value = expression == null ? write(assign.body(), evaluation, place) : evaluation.value(expression);
        List<String> targets = assign.head().targets();
        if (targets.size() == 1 && targets.getFirst().contains(".")) {
            setField(targets.getFirst(), value);
        } else {
            bind(targets, value, names);
        }
    }

    /** Sets a field of a namespace, the one kind of value that a template may change. */
    private void setField(String target, @Nullable Object value) {
        int dot = target.indexOf('.');
        Object namespace = evaluation.value(new Expression.Name(target.substring(0, dot)));
        if (!(namespace instanceof Namespace fields)) {
            throw Fail.type("only a namespace() can be changed, not " + Plain.type(namespace));
        }
        fields.put(target.substring(dot + 1), value);
    }

    private static void bind(List<String> targets, @Nullable Object value, Map<String, @Nullable Object> names) {
        if (targets.size() == 1) {
            names.put(targets.getFirst(), value);
            return;
        }
        if (!(value instanceof List<?> parts) || parts.size() != targets.size()) {
            throw Fail.type(
                    "%d names need a list of as many values, got %s".formatted(targets.size(), Plain.type(value)));
        }
        for (int i = 0; i < targets.size(); i++) {
            names.put(targets.get(i), Plain.of(parts.get(i)));
        }
    }

    private void append(String text) {
        evaluation.step();
        evaluation.checkText((long) out.length() + text.length());
        out.append(text);
    }

    private void guarded(String source, Runnable work) {
        try {
            work.run();
        } catch (Fail e) {
            throw e.at(source, place);
        }
    }
}
