package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mapping being read. It remembers which keys were asked for, so that the others can be reported as unknown, with the
 * nearest known one as a hint.
 */
final class Section {

    private final Problems problems;
    private final Yaml.Mapping mapping;
    private final String path;
    private final String step;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Problems problems, Yaml.Mapping mapping, String path, String step) {
        this.problems = problems;
        this.mapping = mapping;
        this.path = path;
        this.step = step;
    }

    /** Returns the section of a value, an empty one with a fault when it is no mapping. */
    static Section of(Problems problems, Yaml value, String path, String step) {
        if (value instanceof Yaml.Mapping mapping) {
            return new Section(problems, mapping, path, step);
        }
        problems.fault(value.line(), path, "a mapping is expected, got " + value.kind(), "");
        return new Section(problems, new Yaml.Mapping(Map.of(), value.line()), path, step);
    }

    /** Returns a section of some of the entries, for what two mappings make together. */
    Section with(Map<String, Yaml.Entry> entries) {
        return new Section(problems, new Yaml.Mapping(entries, line()), path, step);
    }

    /** Returns this section with the step's name known, for messages. */
    Section in(String stepName) {
        return new Section(problems, mapping, path, stepName);
    }

    Problems problems() {
        return problems;
    }

    int line() {
        return mapping.line();
    }

    String path() {
        return path;
    }

    String step() {
        return step;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Map<String, Yaml.Entry> entries() {
        return mapping.entries();
    }

    boolean has(String key) {
        asked.add(key);
        return mapping.entries().containsKey(key);
    }

    /** Returns the value of the first of these keys that is there and not null. */
    Optional<Yaml> get(String... keys) {
        asked.addAll(List.of(keys));
        for (String key : keys) {
            Yaml.Entry entry = mapping.entries().get(key);
            if (entry != null && !entry.value().isNull()) {
                return Optional.of(entry.value());
            }
        }
        return Optional.empty();
    }

    /** Returns which of these keys is there, the first when none is. */
    String present(String... keys) {
        for (String key : keys) {
            if (mapping.entries().containsKey(key)) {
                return key;
            }
        }
        return keys[0];
    }

    /** Returns a mapping under a key; empty when there is none. */
    Optional<Section> section(String... keys) {
        return get(keys).map(value -> of(problems, value, path(present(keys)), step));
    }

    /** Returns a scalar as text; empty when there is none. A list or mapping there is a fault. */
    Optional<String> text(String... keys) {
        return get(keys).flatMap(value -> {
            if (value instanceof Yaml.Scalar scalar) {
                return Optional.of(String.valueOf(scalar.value()).strip());
            }
            fault(value.line(), present(keys), "a text is expected, got " + value.kind(), "");
            return Optional.empty();
        });
    }

    /** Returns one of several words; anything else is a fault. */
    <T> T choice(Map<String, T> words, T fallback, String... keys) {
        String word = text(keys).orElse(null);
        if (word == null) {
            return fallback;
        }
        T chosen = words.get(word.toLowerCase(Locale.ROOT));
        if (chosen == null) {
            String hint = Suggestion.didYouMean(word, words.keySet());
            fault(
                    lineOf(keys),
                    present(keys),
                    "'%s' is none of %s".formatted(word, String.join(", ", new TreeSet<>(words.keySet()))),
                    hint);
        }
        return chosen == null ? fallback : chosen;
    }

    /** Returns a compiled value, an empty mapping when there is none. */
    Template template(String... keys) {
        return get(keys).map(value -> template(value, path(present(keys)))).orElse(Template.EMPTY);
    }

    /** Compiles a value; each text of it knows its own line. */
    Template template(Yaml value, String at) {
        return switch (value) {
            case Yaml.Scalar scalar -> {
                try {
                    yield Template.compile(scalar.value(), new Place(scalar.line(), at, step));
                } catch (TemplateException e) {
                    problems.fault(scalar.line(), at, e.problem() + ": " + e.expression(), "");
                    yield Template.EMPTY;
                }
            }
            case Yaml.Sequence sequence -> {
                List<Template> items = new ArrayList<>();
                for (Yaml item : sequence.items()) {
                    items.add(template(item, at + "[" + items.size() + "]"));
                }
                yield Template.sequence(items);
            }
            case Yaml.Mapping inner -> {
                Map<String, Template> fields = new LinkedHashMap<>();
                inner.entries().forEach((key, entry) -> fields.put(key, template(entry.value(), at + "." + key)));
                yield Template.mapping(fields);
            }
        };
    }

    /** Compiles a condition; {@link Condition#ALWAYS} when there is none. */
    Condition condition(String... keys) {
        Yaml value = get(keys).orElse(null);
        if (value == null) {
            return Condition.ALWAYS;
        }
        String at = path(present(keys));
        if (!(value instanceof Yaml.Scalar scalar)) {
            problems.fault(value.line(), at, "a condition is expected, got " + value.kind(), "");
            return Condition.ALWAYS;
        }
        try {
            return Condition.compile(scalar.value(), new Place(scalar.line(), at, step));
        } catch (TemplateException e) {
            problems.fault(scalar.line(), at, e.problem() + ": " + e.expression(), "");
            return Condition.ALWAYS;
        }
    }

    /** Returns the first line of these keys' values that is there, else the section's own. */
    int lineOf(String... keys) {
        for (String key : keys) {
            Yaml.Entry entry = mapping.entries().get(key);
            if (entry != null) {
                return entry.line();
            }
        }
        return line();
    }

    void fault(String key, String message, String hint) {
        fault(lineOf(key), key, message, hint);
    }

    private void fault(int line, String key, String message, String hint) {
        problems.fault(line, path(key), message, hint);
    }

    /** Reports the keys that nobody asked for. */
    void finish() {
        mapping.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                problems.unknown(entry.line(), path(key), Suggestion.didYouMean(key, asked));
            }
        });
    }
}
