package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled YAML value: a mapping, a list or a scalar in whose texts {@code {{ … }}} and {@code {% … %}} stand.
 *
 * <p>A text that is exactly one {@code {{ … }}} renders to the object itself, any other text to text. Immutable.
 */
public final class Template {

    /** An empty mapping. */
    public static final Template EMPTY = literal(Map.of());

    private final @Nullable Object source;
    private final Program program;
    private final Set<String> names;

    private Template(@Nullable Object source, Program program) {
        this.source = source;
        this.program = program;
        this.names = program.names();
    }

    /**
     * Compiles a YAML value of maps, lists and scalars.
     *
     * @throws TemplateException if one of its texts is no template
     */
    public static Template compile(@Nullable Object source, Place place) {
        return new Template(source, Program.compile(source, place));
    }

    /** Returns a template that yields the value as it is, whatever its texts look like. */
    public static Template literal(@Nullable Object source) {
        return new Template(source, new Program.Constant(source));
    }

    /** Returns a template that renders each of these fields on its own; the order is kept. */
    public static Template mapping(Map<String, Template> fields) {
        Map<String, @Nullable Object> sources = new LinkedHashMap<>();
        Map<String, Program> programs = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            sources.put(name, field.source());
            programs.put(name, field.program());
        });
        boolean constant = programs.values().stream().allMatch(Program.Constant.class::isInstance);
        return of(Collections.unmodifiableMap(sources), constant, new Program.Mapping(programs));
    }

    /** Returns a template that renders a list of these. */
    public static Template sequence(List<Template> items) {
        List<@Nullable Object> sources = new ArrayList<>();
        items.forEach(item -> sources.add(item.source()));
        List<Program> programs = items.stream().map(Template::program).toList();
        boolean constant = programs.stream().allMatch(Program.Constant.class::isInstance);
        return of(Collections.unmodifiableList(sources), constant, new Program.Sequence(programs));
    }

    private static Template of(Object source, boolean constant, Program program) {
        return new Template(source, constant ? new Program.Constant(source) : program);
    }

    /** Returns the value as it was written. */
    public @Nullable Object source() {
        return source;
    }

    /** Returns whether rendering yields {@link #source} whatever the scope. */
    public boolean constant() {
        return program instanceof Program.Constant;
    }

    /** Returns whether there is nothing in it: null, an empty mapping, list or text. */
    public boolean isEmpty() {
        return Plain.isEmpty(source);
    }

    /** Returns the root names it mentions, in any branch, without those that its own loops bind. */
    public Set<String> names() {
        return names;
    }

    /** Returns a field of a mapping as it was written; empty when this is no mapping or has no such field. */
    public Optional<Object> field(String name) {
        return source instanceof Map<?, ?> map ? Optional.ofNullable(map.get(name)) : Optional.empty();
    }

    /** Returns a field of a mapping to be rendered on its own; empty when this is no mapping or has no such field. */
    public Optional<Template> child(String name) {
        if (!(source instanceof Map<?, ?> map) || !map.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.of(new Template(map.get(name), program.child(name)));
    }

    Program program() {
        return program;
    }

    @Override
    public String toString() {
        return "Template[" + source + "]";
    }
}
