package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one step. */
final class StepReader {

    private static final Map<String, JoinMode> JOINS = Map.of("all", JoinMode.ALL, "any", JoinMode.ANY);

    private final ActionReader tools;
    private final TransitionReader transitions;
    private final References references;

    StepReader(ActionReader tools, TransitionReader transitions, References references) {
        this.tools = tools;
        this.transitions = transitions;
        this.references = references;
    }

    Step read(Section written) {
        String name = written.text("step", "name").orElse("");
        if (name.isEmpty()) {
            written.fault("step", "'step', its name, is missing", "");
        }
        Section step = written.in(name);
        step.get("step", "name");
        Section spec = step.section("spec").orElse(null);
        String description = step.text("desc", "description").orElse("");
        Loop loop = LoopReader.read(step, tools);
        List<Assignment> assignments = new ArrayList<>();
        Action action = action(step, assignments);
        assignments.addAll(AssignmentReader.read(step));
        Transitions read = transitions.read(step, spec == null ? step : spec, loop != null);
        checkSubstance(step, action, loop, read);
        Step result = new Step(
                name,
                description,
                step.template("args", "input"),
                loop,
                action,
                assignments,
                read,
                join(step),
                failure(step, spec),
                step.line());
        if (spec != null) {
            spec.get("policy", "timeout", "failure");
            spec.finish();
        }
        step.finish();
        references(read, action, step);
        return result;
    }

    private @Nullable Action action(Section step, List<Assignment> assignments) {
        Yaml tool = step.get("tool").orElse(null);
        RetryPolicy retry = RetryReader.ofTool(step);
        Template timeout =
                step.get("timeout").map(value -> step.template("timeout")).orElse(null);
        if (tool == null) {
            return null;
        }
        ActionReader.Read read = tools.read(tool, step, step.path("tool"));
        if (read == null) {
            return null;
        }
        assignments.addAll(read.assignments());
        return switch (read.action()) {
            case ToolSpec single -> completed(single, retry, timeout);
            case Pipeline pipeline -> new Pipeline(pipeline.tasks(), retry, timeout, pipeline.line());
        };
    }

    /** A step may carry its tool's {@code retry} and {@code timeout}; a pipeline's are for the whole. */
    private static ToolSpec completed(ToolSpec tool, @Nullable RetryPolicy retry, @Nullable Template timeout) {
        Template fields = tool.fields();
        if (timeout != null && tool.field("timeout").isEmpty()) {
            Map<String, Template> more = new LinkedHashMap<>();
            if (fields.source() instanceof Map<?, ?> map) {
                map.keySet()
                        .forEach(key -> tool.fields()
                                .child(String.valueOf(key))
                                .ifPresent(field -> more.put(String.valueOf(key), field)));
            }
            more.put("timeout", timeout);
            fields = Template.mapping(more);
        }
        return new ToolSpec(
                tool.kind(), fields, tool.input(), tool.retry() == null ? retry : tool.retry(), tool.line());
    }

    private static void checkSubstance(
            Section step, @Nullable Action action, @Nullable Loop loop, Transitions transitions) {
        boolean toolWritten = step.entries().containsKey("tool");
        boolean rulesWritten =
                step.entries().containsKey("case") || step.entries().containsKey("next");
        if (!toolWritten && !rulesWritten) {
            step.problems()
                    .fault(
                            step.line(),
                            step.path(),
                            "a step needs a tool, 'case' or 'next'",
                            "tool: {kind: noop} does nothing");
        } else if (loop != null && !toolWritten) {
            step.fault("loop", "a loop needs a tool to run", "");
        }
        if (toolWritten && action == null && step.get("tool").isEmpty()) {
            step.fault("tool", "the tool is empty", "tool: {kind: noop} does nothing");
        }
        if (rulesWritten && transitions.rules().isEmpty()) {
            step.problems().warn(step.lineOf("case", "next"), step.path(), "leads nowhere", "");
        }
    }

    private static JoinMode join(Section step) {
        boolean nested = step.get("join").orElse(null) instanceof Yaml.Mapping;
        if (!nested) {
            return step.choice(JOINS, JoinMode.ALL, "join");
        }
        Section join = step.section("join").orElse(step);
        JoinMode mode = join.choice(JOINS, JoinMode.ALL, "mode");
        join.finish();
        return mode;
    }

    private static FailureMode failure(Section step, @Nullable Section spec) {
        Section failure = step.section("failure")
                .or(() -> spec == null ? Optional.empty() : spec.section("failure"))
                .orElse(null);
        if (failure == null) {
            return FailureMode.FAIL_FAST;
        }
        FailureMode mode = failure.choice(LoopReader.FAILURES, FailureMode.FAIL_FAST, "mode");
        failure.finish();
        return mode;
    }

    /** Notes the workbook tools that the step calls by a name that is no template. */
    private void references(Transitions read, @Nullable Action action, Section step) {
        note(action, step);
        read.rules()
                .forEach(rule -> rule.actions().forEach(then -> {
                    if (then instanceof Then.Inline inline) {
                        note(inline.action(), step);
                    }
                }));
    }

    private void note(@Nullable Action action, Section step) {
        List<ToolSpec> called = new ArrayList<>();
        if (action instanceof ToolSpec tool) {
            called.add(tool);
        } else if (action instanceof Pipeline pipeline) {
            pipeline.tasks().stream().map(PipelineTask::tool).forEach(called::add);
        }
        for (ToolSpec tool : called) {
            boolean fixed = tool.kind().equals("workbook")
                    && tool.fields().child("name").filter(Template::constant).isPresent();
            if (fixed) {
                references.workbook(String.valueOf(tool.field("name").orElse("")), tool.line(), step.path("tool.name"));
            }
        }
    }
}
