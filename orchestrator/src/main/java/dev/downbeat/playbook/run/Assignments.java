package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.template.Templates;
import java.util.List;
import java.util.Set;

/** Makes a step's assignments: what needs an item is set by each item, the rest once, when the loop is done. */
final class Assignments {
    private final Templates templates;
    private final Step step;
    private final RunScope scope;

    Assignments(Templates templates, Step step, RunScope scope) {
        this.templates = templates;
        this.step = step;
        this.scope = scope;
    }

    /** Makes the step's own. */
    void makeOwn(Subject subject) {
        make(
                switch (subject) {
                    case VISIT -> step.assignments();
                    case ITEM ->
                        step.assignments().stream().filter(this::needsItem).toList();
                    case LOOP ->
                        step.assignments().stream()
                                .filter(assignment -> !needsItem(assignment))
                                .toList();
                });
    }

    private boolean needsItem(Assignment assignment) {
        Set<String> names = assignment.value().names();
        var loop = step.loop();
        return assignment.target() == Assignment.Target.ITER
                || names.contains("iter")
                || (loop != null && names.contains(loop.iterator()));
    }

    /** Makes these in order; each sees those before it. */
    void make(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            Object value = templates.render(assignment.value(), scope);
            switch (assignment.target()) {
                case CTX -> scope.setCtx(assignment.name(), value);
                case ITER -> scope.setIter(assignment.name(), value);
                case STEP -> scope.setStep(assignment.name(), value);
            }
        }
    }
}
