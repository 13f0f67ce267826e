package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code then}: a list of actions, or one mapping of several. */
final class ThenReader {

    /** Fields of a tool that a retry may replace. */
    private static final Set<String> OVERRIDES = Set.of(
            "params",
            "headers",
            "payload",
            "body",
            "data",
            "json",
            "form",
            "url",
            "endpoint",
            "args",
            "input",
            "command",
            "query",
            "path",
            "timeout");

    /** Keys of a task in place that are not its tool's. */
    private static final Set<String> TASK_KEYS =
            Set.of("tool", "name", "desc", "description", "vars", "set", "set_ctx", "set_iter");

    private static final Map<String, Collect.Strategy> STRATEGIES = Map.of(
            "append", Collect.Strategy.APPEND,
            "extend", Collect.Strategy.EXTEND,
            "replace", Collect.Strategy.REPLACE);

    private final ActionReader tools;
    private final References references;

    ThenReader(ActionReader tools, References references) {
        this.tools = tools;
        this.references = references;
    }

    /** Reads the actions under a key of a rule; none, with a fault, when they are missing. */
    List<Then> read(Section rule, String key) {
        List<Then> actions = new ArrayList<>();
        rule.get(key)
                .ifPresentOrElse(
                        value -> read(value, rule, rule.path(key), actions),
                        () -> rule.fault(key, "'" + key + "' with the rule's actions is missing", ""));
        return actions;
    }

    private void read(Yaml value, Section rule, String path, List<Then> into) {
        switch (value) {
            case Yaml.Scalar scalar -> into.add(new Then.Next(targets(scalar, rule, path)));
            case Yaml.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    Yaml item = sequence.items().get(i);
                    read(item, rule, path + "[" + i + "]", into);
                }
            }
            case Yaml.Mapping mapping -> actions(Section.of(rule.problems(), mapping, path, rule.step()), into);
        }
    }

    private void actions(Section section, List<Then> into) {
        if (section.entries().containsKey("step")) {
            into.add(new Then.Next(List.of(target(section))));
            return;
        }
        if (section.entries().containsKey("tool")) {
            inline(section.text("name").orElse("task"), section, into);
            section.finish();
            return;
        }
        for (Map.Entry<String, Yaml.Entry> entry : section.entries().entrySet()) {
            action(entry.getKey(), entry.getValue().value(), section, into);
        }
        for (String key : List.of("next", "set", "result", "collect", "retry", "fail", "log")) {
            section.has(key);
        }
        section.finish();
    }

    private void action(String key, Yaml value, Section section, List<Then> into) {
        String path = section.path(key);
        switch (key) {
            case "next" -> into.add(new Then.Next(targets(value, section, path)));
            case "set" -> into.add(new Then.Assign(AssignmentReader.set(value, section, path)));
            case "vars", "set_ctx", "set_iter" -> {
                section.has(key);
                Section only = section.with(Map.of(key, new Yaml.Entry(value.line(), value)));
                into.add(new Then.Assign(AssignmentReader.read(only)));
            }
            case "result" -> into.add(new Then.Result(section.template(value, path)));
            case "collect" -> into.add(new Then.Gather(collect(section)));
            case "retry" -> into.add(retry(value, section, path));
            case "fail" -> into.add(new Then.Fail(message(value, section, path, "failed by a rule")));
            case "log" -> into.add(new Then.Log(message(value, section, path, "")));
            default -> {
                if (value instanceof Yaml.Mapping mapping && mapping.entries().containsKey("tool")) {
                    section.has(key);
                    Section task = Section.of(section.problems(), mapping, path, section.step());
                    inline(key, task, into);
                    task.finish();
                }
            }
        }
    }

    private void inline(String name, Section task, List<Then> into) {
        List<Assignment> assignments = new ArrayList<>(AssignmentReader.read(task));
        task.get("desc", "description", "name");
        task.get("tool")
                .map(value -> tools.read(withSiblings(value, task), task, task.path("tool")))
                .ifPresent(read -> {
                    into.add(new Then.Inline(name, read.action()));
                    assignments.addAll(0, read.assignments());
                });
        if (!assignments.isEmpty()) {
            into.add(new Then.Assign(assignments));
        }
    }

    /** The fields of a task's one tool may stand beside {@code tool} as well as in it. */
    private static Yaml withSiblings(Yaml tool, Section task) {
        if (tool instanceof Yaml.Sequence) {
            return tool;
        }
        Map<String, Yaml.Entry> fields = new LinkedHashMap<>();
        if (tool instanceof Yaml.Mapping mapping) {
            fields.putAll(mapping.entries());
        } else {
            fields.put("kind", new Yaml.Entry(tool.line(), tool));
        }
        task.entries().forEach((key, entry) -> {
            if (!TASK_KEYS.contains(key)) {
                task.has(key);
                fields.putIfAbsent(key, entry);
            }
        });
        return new Yaml.Mapping(fields, tool.line());
    }

    private static Template message(Yaml value, Section section, String path, String fallback) {
        if (value instanceof Yaml.Mapping) {
            Section inner = Section.of(section.problems(), value, path, section.step());
            Template message = inner.get("message", "reason")
                    .map(text -> section.template(text, path))
                    .orElse(Template.literal(fallback));
            inner.get("level", "data");
            inner.finish();
            return message;
        }
        boolean bare = value.isNull() || Boolean.TRUE.equals(value.plain());
        return bare ? Template.literal(fallback) : section.template(value, path);
    }

    private static Collect collect(Section rule) {
        Section collect = rule.section("collect").orElse(rule);
        Collect.Strategy strategy = collect.choice(STRATEGIES, Collect.Strategy.APPEND, "strategy", "mode");
        String path = collect.text("path", "from").orElse("");
        String into = collect.text("into").orElse("collected");
        int cap = collect.get("max_pages", "max_iterations")
                .flatMap(value -> Amounts.integer(value.plain()))
                .filter(number -> number >= 1)
                .orElse(Collect.DEFAULT_MAX_PAGES);
        collect.finish();
        return new Collect(strategy, path, into.startsWith("ctx.") ? into.substring(4) : into, cap);
    }

    private static Then retry(Yaml value, Section section, String path) {
        if (!(value instanceof Yaml.Mapping)) {
            RetryPolicy policy = RetryReader.ofTool(section);
            return new Then.Retry(policy == null ? never() : policy, Template.EMPTY);
        }
        Section retry = Section.of(section.problems(), value, path, section.step());
        RetryPolicy policy = RetryReader.ofRule(retry);
        Map<String, Template> overrides = new LinkedHashMap<>();
        retry.entries().forEach((key, entry) -> {
            if (OVERRIDES.contains(key)) {
                retry.has(key);
                overrides.put(key, retry.template(entry.value(), retry.path(key)));
            }
        });
        retry.has("params");
        retry.finish();
        return new Then.Retry(policy, Template.mapping(overrides));
    }

    private static RetryPolicy never() {
        return new RetryPolicy(1, Set.of(RetryOn.ANY), Condition.ALWAYS, Condition.NEVER, Backoff.NONE);
    }

    /** Reads {@code next}: a name, a list of names and targets, or one target. */
    List<Target> targets(Yaml value, Section owner, String path) {
        return switch (value) {
            case Yaml.Scalar scalar -> {
                String name = String.valueOf(scalar.value()).strip();
                references.step(name, scalar.line(), path);
                yield List.of(new Target(name, Template.EMPTY, List.of()));
            }
            case Yaml.Mapping mapping -> List.of(target(Section.of(owner.problems(), mapping, path, owner.step())));
            case Yaml.Sequence sequence -> {
                List<Target> targets = new ArrayList<>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    targets.addAll(targets(sequence.items().get(i), owner, path + "[" + i + "]"));
                }
                yield targets;
            }
        };
    }

    /** Reads {@code {step, args, set}} and reports what else stands there. */
    private Target target(Section section) {
        Target target = openTarget(section);
        section.finish();
        return target;
    }

    /** Reads {@code {step, args, set}}; other keys are the caller's. */
    Target openTarget(Section section) {
        section.get("desc", "description");
        String name = section.text("step", "name").orElse("");
        if (name.isEmpty()) {
            section.fault("step", "'step', the name of the next step, is missing", "");
        } else {
            references.step(name, section.lineOf("step", "name"), section.path(section.present("step", "name")));
        }
        return new Target(name, section.template("args", "input", "with", "payload"), AssignmentReader.read(section));
    }
}
