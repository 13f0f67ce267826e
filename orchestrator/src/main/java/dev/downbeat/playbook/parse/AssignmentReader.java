package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Assignment.Target;
import dev.downbeat.playbook.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code vars}, {@code set_ctx}, {@code set_iter} and {@code set} into one list. */
final class AssignmentReader {

    private static final Map<String, Target> NAMESPACES =
            Map.of("ctx", Target.CTX, "vars", Target.CTX, "iter", Target.ITER, "step", Target.STEP);

    private AssignmentReader() {}

    /** Reads all of them from a section. */
    static List<Assignment> read(Section section) {
        List<Assignment> assignments = new ArrayList<>();
        mapping(section, Target.CTX, assignments, "vars");
        mapping(section, Target.CTX, assignments, "set_ctx");
        mapping(section, Target.ITER, assignments, "set_iter");
        section.get("set").ifPresent(value -> set(value, section, section.path("set"), assignments));
        return assignments;
    }

    private static void mapping(Section section, Target target, List<Assignment> into, String key) {
        section.section(key)
                .ifPresent(values -> values.entries()
                        .forEach((name, entry) -> into.add(
                                new Assignment(target, name, values.template(entry.value(), values.path(name))))));
    }

    /** Reads the value of a {@code set}: a mapping, a list of {@code {name, value}}, or mappings under a namespace. */
    static List<Assignment> set(Yaml value, Section section, String path) {
        List<Assignment> assignments = new ArrayList<>();
        set(value, section, path, assignments);
        return assignments;
    }

    private static void set(Yaml value, Section section, String path, List<Assignment> into) {
        switch (value) {
            case Yaml.Mapping mapping ->
                mapping.entries()
                        .forEach((name, entry) -> entry(name, entry.value(), section, path + "." + name, into));
            case Yaml.Sequence sequence -> {
                int index = 0;
                for (Yaml item : sequence.items()) {
                    named(item, section, path + "[" + index++ + "]", into);
                }
            }
            case Yaml.Scalar scalar ->
                section.problems().fault(scalar.line(), path, "a mapping or a list of {name, value} is expected", "");
        }
    }

    private static void named(Yaml item, Section outer, String path, List<Assignment> into) {
        Section pair = Section.of(outer.problems(), item, path, outer.step());
        if (!pair.has("name")) {
            set(item, outer, path, into);
            return;
        }
        String name = pair.text("name").orElse("");
        pair.get("value", "expr", "expression")
                .ifPresentOrElse(
                        value -> entry(name, value, pair, pair.path("value"), into),
                        () -> into.add(new Assignment(Target.CTX, name, Template.literal(null))));
        pair.finish();
    }

    /** {@code ctx.x} and {@code x} under {@code ctx} are the same; a bare name is of ctx. */
    private static void entry(String name, Yaml value, Section section, String path, List<Assignment> into) {
        Target whole = NAMESPACES.get(name);
        if (whole != null && value instanceof Yaml.Mapping mapping) {
            mapping.entries()
                    .forEach((inner, entry) -> into.add(
                            new Assignment(whole, inner, section.template(entry.value(), path + "." + inner))));
            return;
        }
        int dot = name.indexOf('.');
        Target target = dot > 0 ? NAMESPACES.get(name.substring(0, dot)) : null;
        into.add(new Assignment(
                target == null ? Target.CTX : target,
                target == null ? name : name.substring(dot + 1),
                section.template(value, path)));
    }
}
