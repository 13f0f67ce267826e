package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code tool}: one tool, or a list that is a pipeline. */
final class ActionReader {

    /** Keys of a tool that are not the tool's own fields. */
    private static final Set<String> LANGUAGE =
            Set.of("kind", "spec", "args", "input", "retry", "retry_when", "stop_when", "set", "set_ctx", "set_iter");

    /** Program text, which may well contain what looks like a template. */
    private static final Map<String, Set<String>> VERBATIM = Map.of("python", Set.of("code", "script", "code_b64"));

    private static final String CURSOR_KIND = "postgres";

    private final ParseOptions options;

    ActionReader(ParseOptions options) {
        this.options = options;
    }

    /** What a {@code tool} key says: the action, and what a single tool sets besides. */
    record Read(Action action, List<Assignment> assignments) {}

    /** Reads the value of {@code tool}; null, with a fault, when it is no tool at all. */
    @Nullable
    Read read(Yaml value, Section owner, String path) {
        return switch (value) {
            case Yaml.Sequence list -> pipeline(list, owner, path);
            case Yaml.Mapping mapping -> single(Section.of(owner.problems(), mapping, path, owner.step()));
            case Yaml.Scalar scalar -> {
                Map<String, Yaml.Entry> kind = Map.of("kind", new Yaml.Entry(scalar.line(), scalar));
                Section tool = Section.of(owner.problems(), new Yaml.Mapping(kind, scalar.line()), path, owner.step());
                yield single(tool);
            }
        };
    }

    /** A tool with a policy of its own is a pipeline of one task, but for a child playbook, which only waits. */
    private @Nullable Read single(Section written) {
        Task task = task(written, written.path());
        if (task.policy.isEmpty()) {
            return new Read(task.tool, task.assignments);
        }
        if (task.tool.kind().equals("playbook")) {
            return new Read(withRetryOf(task), task.assignments);
        }
        String name = written.text("name")
                .filter(text -> !task.tool.kind().equals("workbook"))
                .orElse("task");
        PipelineTask only = new PipelineTask(name, task.tool, task.assignments, task.policy);
        checkJumps(List.of(only), written);
        return new Read(new Pipeline(List.of(only), written.line()), List.of());
    }

    /** Of the policy of a child playbook, its first retry counts: the parent holds no worker that could do more. */
    private static ToolSpec withRetryOf(Task task) {
        ToolSpec tool = task.tool;
        for (PolicyRule rule : task.policy) {
            if (rule.directive() instanceof Directive.Retry retry && tool.retry() == null) {
                RetryPolicy policy = retry.policy();
                RetryPolicy guarded = new RetryPolicy(
                        policy.maxAttempts(),
                        policy.retryOn(),
                        rule.when(),
                        policy.stopWhen(),
                        policy.backoff(),
                        policy.bounds());
                return new ToolSpec(tool.kind(), tool.fields(), tool.input(), guarded, tool.line());
            }
        }
        return tool;
    }

    private @Nullable Read pipeline(Yaml.Sequence list, Section owner, String path) {
        if (list.items().isEmpty()) {
            owner.problems().fault(list.line(), path, "a pipeline needs at least one task", "");
            return null;
        }
        List<PipelineTask> tasks = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Yaml item : list.items()) {
            String at = path + "[" + tasks.size() + "]";
            Section section = Section.of(owner.problems(), item, at, owner.step());
            PipelineTask task = pipelineTask(section, tasks.size(), list.items().size());
            if (!names.add(task.name())) {
                owner.problems()
                        .fault(item.line(), at, "task '" + task.name() + "' is there twice", "give it its own name");
            }
            tasks.add(task);
        }
        checkJumps(tasks, owner);
        PipelineTask first = tasks.getFirst();
        return tasks.size() == 1 && first.tool().kind().equals("playbook")
                ? new Read(first.tool(), first.assignments())
                : new Read(new Pipeline(tasks, list.line()), List.of());
    }

    /** A task is {@code {name, kind, …}} or {@code {name: {kind, …}}}. */
    private PipelineTask pipelineTask(Section written, int index, int count) {
        Section section = written;
        String name = "task_" + (index + 1);
        if (!written.entries().containsKey("kind") && written.entries().size() == 1) {
            name = written.entries().keySet().iterator().next();
            section = written.section(name).orElse(written);
        } else if (written.entries().containsKey("name") || written.entries().containsKey("task")) {
            String key = written.entries().containsKey("task") ? "task" : "name";
            name = written.text(key).filter(text -> !text.isBlank()).orElse(name);
        }
        Task task = task(section, section.path());
        if (task.tool.kind().equals("playbook") && count > 1) {
            section.fault("kind", "a child playbook cannot stand in a pipeline", "make it a step of its own");
        }
        return new PipelineTask(name, task.tool, task.assignments, task.policy);
    }

    /** Reads a loop's {@code cursor}: a call of {@code postgres} whose statement is written under {@code claim}. */
    ToolSpec cursor(Section cursor) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(cursor.entries());
        Yaml.Entry claim = entries.remove("claim");
        if (claim == null) {
            cursor.fault("claim", "a cursor needs 'claim', the statement that takes rows and returns them", "");
            claim = new Yaml.Entry(cursor.line(), new Yaml.Scalar("", cursor.line()));
        }
        entries.put("command", claim);
        entries.putIfAbsent("kind", new Yaml.Entry(cursor.line(), new Yaml.Scalar(CURSOR_KIND, cursor.line())));
        ToolSpec read = task(cursor.with(entries), cursor.path()).tool;
        if (!read.kind().equals(CURSOR_KIND)) {
            cursor.fault("kind", "a cursor cannot be of kind '" + read.kind() + "'", "kind: " + CURSOR_KIND);
        }
        return read;
    }

    private static void checkJumps(List<PipelineTask> tasks, Section owner) {
        List<String> names = tasks.stream().map(PipelineTask::name).toList();
        for (PipelineTask task : tasks) {
            for (PolicyRule rule : task.policy()) {
                if (rule.directive() instanceof Directive.Jump jump && !names.contains(jump.to())) {
                    owner.problems()
                            .fault(
                                    rule.line(),
                                    owner.path(),
                                    "a jump to the unknown task '" + jump.to() + "', there are: "
                                            + String.join(", ", names),
                                    Suggestion.didYouMean(jump.to(), names));
                }
            }
        }
    }

    /** One tool as read, before it is decided what it is part of. */
    private record Task(ToolSpec tool, List<Assignment> assignments, List<PolicyRule> policy) {}

    private Task task(Section written, String path) {
        Section spec = written.section("spec").orElse(null);
        List<PolicyRule> policy = spec == null ? List.of() : PolicyReader.read(spec);
        Section tool = spec == null ? written : merged(written, spec);
        String kind = kind(tool);
        RetryPolicy retry = RetryReader.ofTool(tool);
        List<Assignment> assignments = AssignmentReader.read(tool);
        ToolSpec read = new ToolSpec(kind, fields(tool, kind), input(tool, kind), retry, tool.line());
        if (options.kinds().contains(kind)) {
            for (String fault : options.toolCheck().faults(read)) {
                tool.problems().fault(tool.line(), path, fault, "");
            }
            checkOwn(read, tool);
        }
        return new Task(read, assignments, policy);
    }

    /** What stands in {@code spec} is a field of the tool, unless the tool has it itself. */
    private static Section merged(Section tool, Section spec) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(tool.entries());
        entries.remove("spec");
        spec.entries().forEach(entries::putIfAbsent);
        entries.remove("policy");
        return tool.with(entries);
    }

    private String kind(Section tool) {
        String kind = tool.text("kind").orElse("").toLowerCase(Locale.ROOT);
        if (kind.isEmpty()) {
            tool.fault("kind", "a tool needs its kind", "one of: " + kinds());
        } else if (!options.kinds().contains(kind)) {
            String guess = Suggestion.didYouMean(kind, options.kinds());
            tool.fault(
                    "kind",
                    "kind '" + kind + "' is not available here",
                    (guess.isEmpty() ? "" : guess + " ") + "There are: " + kinds());
        }
        return kind;
    }

    private String kinds() {
        return String.join(", ", new TreeSet<>(options.kinds()));
    }

    private static void checkOwn(ToolSpec tool, Section section) {
        if (tool.kind().equals("playbook") && tool.field("path").isEmpty()) {
            section.fault("path", "a child playbook needs its path", "");
        }
        if (tool.kind().equals("workbook") && tool.field("name").isEmpty()) {
            section.fault("name", "the name of a workbook tool is needed", "");
        }
    }

    private Template fields(Section tool, String kind) {
        Set<String> verbatim = VERBATIM.getOrDefault(kind, Set.of());
        Map<String, Template> fields = new LinkedHashMap<>();
        tool.entries().forEach((key, entry) -> {
            boolean childArguments = kind.equals("playbook") && key.equals("payload");
            if (LANGUAGE.contains(key) || childArguments) {
                return;
            }
            fields.put(
                    key,
                    verbatim.contains(key)
                            ? Template.literal(entry.value().plain())
                            : tool.template(entry.value(), tool.path(key)));
        });
        Template seconds = fields.remove("timeout_seconds");
        if (seconds != null) {
            fields.putIfAbsent("timeout", seconds);
        }
        if (fields.get("timeout_ms") != null) {
            tool.get("timeout_ms")
                    .flatMap(value -> Amounts.number(value.plain()))
                    .ifPresent(millis -> fields.putIfAbsent("timeout", Template.literal(millis / 1000)));
        }
        return Template.mapping(fields);
    }

    /** {@code args} and {@code input} are the same; a child playbook knows them as {@code payload}, too. */
    private static Template input(Section tool, String kind) {
        List<String> keys = kind.equals("playbook") ? List.of("payload", "args", "input") : List.of("args", "input");
        List<String> there =
                keys.stream().filter(key -> tool.get(key).isPresent()).toList();
        if (there.size() == 1) {
            return tool.template(there.getFirst());
        }
        Map<String, Template> all = new LinkedHashMap<>();
        for (String key : there) {
            tool.section(key)
                    .ifPresent(section -> section.entries()
                            .forEach((name, entry) -> all.put(name, tool.template(entry.value(), section.path(name)))));
        }
        return Template.mapping(all);
    }
}
