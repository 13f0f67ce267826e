package dev.downbeat.playbook.catalog;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a step and gathers the root names that its templates and conditions mention. */
final class Mentions {
    private final Playbook playbook;
    private final Set<String> names = new HashSet<>();

    private Mentions(Playbook playbook) {
        this.playbook = playbook;
    }

    static Set<String> of(Playbook playbook, Step step) {
        Mentions mentions = new Mentions(playbook);
        mentions.step(step);
        return Set.copyOf(mentions.names);
    }

    private void step(Step step) {
        names.addAll(step.input().names());
        Loop loop = step.loop();
        if (loop != null) {
            loop(loop);
        }
        action(step.action());
        assignments(step.assignments());
        step.transitions().rules().forEach(this::rule);
    }

    private void loop(Loop loop) {
        names.addAll(loop.width().names());
        switch (loop.source()) {
            case Loop.Source.Items items -> names.addAll(items.collection().names());
            case Loop.Source.Cursor cursor -> tool(cursor.claim());
        }
    }

    private void action(@Nullable Action action) {
        switch (action) {
            case null -> {}
            case ToolSpec tool -> tool(tool);
            case Pipeline pipeline -> {
                retry(pipeline.retry());
                if (pipeline.timeout() != null) {
                    names.addAll(pipeline.timeout().names());
                }
                pipeline.tasks().forEach(this::task);
            }
        }
    }

    private void task(PipelineTask task) {
        tool(task.tool());
        assignments(task.assignments());
        task.policy().forEach(this::policy);
    }

    private void tool(ToolSpec tool) {
        names.addAll(tool.fields().names());
        names.addAll(tool.input().names());
        retry(tool.retry());
        if (tool.kind().equals("workbook")) {
            // Its name may be a template: any of the workbook's tools can be meant.
            playbook.workbook().values().stream()
                    .filter(named -> !named.kind().equals("workbook"))
                    .forEach(this::tool);
        }
    }

    private void policy(PolicyRule rule) {
        names.addAll(rule.when().names());
        assignments(rule.assignments());
        if (rule.directive() instanceof Directive.Retry again) {
            retry(again.policy());
        }
    }

    private void retry(@Nullable RetryPolicy policy) {
        if (policy != null) {
            names.addAll(policy.retryWhen().names());
            names.addAll(policy.stopWhen().names());
            names.addAll(policy.bounds().names());
        }
    }

    private void rule(Rule rule) {
        names.addAll(rule.when().names());
        rule.actions().forEach(this::then);
    }

    private void then(Then then) {
        switch (then) {
            case Then.Next next -> next.targets().forEach(this::target);
            case Then.Assign assign -> assignments(assign.assignments());
            case Then.Result result -> names.addAll(result.value().names());
            case Then.Gather gather -> names.add(gather.collect().into());
            case Then.Retry again -> {
                retry(again.policy());
                names.addAll(again.overrides().names());
            }
            case Then.Fail fail -> names.addAll(fail.message().names());
            case Then.Inline inline -> action(inline.action());
            case Then.Log log -> names.addAll(log.message().names());
        }
    }

    private void target(Target target) {
        names.addAll(target.args().names());
        assignments(target.assignments());
    }

    private void assignments(List<Assignment> assignments) {
        assignments.forEach(assignment -> names.addAll(assignment.value().names()));
    }
}
