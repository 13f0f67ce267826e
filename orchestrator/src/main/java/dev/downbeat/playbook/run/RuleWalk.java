package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the rules of a step when a call has ended. One walk, one thread.
 *
 * <p>Order: the action's own retry; the step's assignments; then for each event the {@code case} rules from the top; then,
 * when nothing has moved on, {@code else} and the arcs. The items of a loop see the {@code case} rules at their own
 * {@code call.done} and {@code call.error}, but where they lead is looked at once, when the loop is done. What a rule that
 * matches brings about is {@link Consequences}' to do.
 */
final class RuleWalk {
    private final Templates templates;
    private final Step step;
    private final Subject subject;
    private final RunScope scope;
    private final MomentNames names;
    private final ToolOutcome outcome;
    private final Consequences consequences;
    private final Set<Rule> fired = new HashSet<>();
    private final List<ErrorObject> conditionErrors = new ArrayList<>();
    private boolean taken;

    /** A walk over the rules of this command's step, for a call that ended like this. */
    RuleWalk(Templates templates, StepRun run, Subject subject, Consequences.Means means, ToolOutcome outcome) {
        this.templates = templates;
        this.step = run.step();
        this.subject = subject;
        this.scope = run.scope();
        this.names = new MomentNames(scope, step, run.command().attempt());
        this.outcome = outcome;
        CallState state = run.frame().call().state().withPipeline(null);
        this.consequences = new Consequences(templates, run, subject, names, means, state, outcome);
    }

    /** Returns what follows. */
    Turn walk() throws InterruptedException {
        try {
            if (subject == Subject.LOOP || !consequences.repeatedByAction()) {
                rules();
            }
        } catch (TemplateException e) {
            consequences.fail(e);
        }
        Turn.Again again = consequences.again();
        return again == null ? over() : again;
    }

    /** Returns the conditions that could not be evaluated, for the log. */
    List<ErrorObject> conditionErrors() {
        return conditionErrors;
    }

    /** Returns the pages that this call added to its collection. */
    List<@Nullable Object> newPages() {
        return consequences.newPages();
    }

    private void rules() throws InterruptedException {
        if (succeeded()) {
            consequences.assign();
        }
        for (StepEvent event : events()) {
            if (consequences.open()) {
                cases(event);
            }
        }
        if (consequences.open() && subject != Subject.ITEM) {
            ways();
        }
    }

    private boolean succeeded() {
        return outcome instanceof ToolOutcome.Succeeded;
    }

    private Turn over() {
        if (consequences.failure() == null && !conditionErrors.isEmpty() && fired.isEmpty()) {
            consequences.fail(conditionErrors.getFirst());
        }
        boolean failedByRule = consequences.failure() != null;
        ErrorObject error = failedByRule
                ? consequences.failure()
                : outcome instanceof ToolOutcome.Failed failed ? failed.error() : null;
        boolean success = error == null;
        consequences.keepGathered();
        boolean handled = success || (!failedByRule && (taken || step.failure() == FailureMode.BEST_EFFORT));
        return new Turn.Over(success, handled, consequences.result(), error, consequences.moves());
    }

    private List<StepEvent> events() {
        StepEvent call = succeeded() ? StepEvent.CALL_DONE : StepEvent.CALL_ERROR;
        return switch (subject) {
            case ITEM -> List.of(call);
            case VISIT -> List.of(call, StepEvent.STEP_EXIT);
            // At the end of a loop its items' rules are asked once more, for where they lead.
            case LOOP ->
                succeeded()
                        ? List.of(StepEvent.STEP_EXIT, StepEvent.LOOP_DONE, StepEvent.CALL_DONE)
                        : List.of(StepEvent.CALL_ERROR, StepEvent.STEP_EXIT, StepEvent.LOOP_DONE);
        };
    }

    private void cases(StepEvent event) throws InterruptedException {
        boolean movesOnly = subject == Subject.LOOP && event == StepEvent.CALL_DONE;
        for (Rule rule : step.transitions().rules()) {
            if (rule.form() != Rule.Form.CASE
                    || !rule.events().contains(event)
                    || !allowed(rule)
                    || (movesOnly && !rule.movesOn())) {
                continue;
            }
            if (!holds(rule, event)) {
                continue;
            }
            boolean matched = fired.contains(rule) || fire(rule, movesOnly);
            if (!consequences.open() || (matched && exclusive())) {
                return;
            }
        }
    }

    /** {@code else} and the arcs, in the order of the document. */
    private void ways() throws InterruptedException {
        for (Rule rule : step.transitions().rules()) {
            if (!consequences.goesOn() || !allowed(rule)) {
                continue;
            }
            switch (rule.form()) {
                case CASE -> {}
                case OTHERWISE -> {
                    if (fired.isEmpty()) {
                        names.event(end().eventName(), outcome, consequences.result());
                        fire(rule, false);
                    }
                }
                case ARC -> {
                    if ((consequences.open() || !exclusive()) && holds(rule, end())) {
                        fire(rule, false);
                    }
                }
            }
        }
    }

    private boolean exclusive() {
        return step.transitions().mode() == Transitions.Mode.EXCLUSIVE;
    }

    private StepEvent end() {
        if (!succeeded()) {
            return StepEvent.CALL_ERROR;
        }
        return subject == Subject.LOOP ? StepEvent.LOOP_DONE : StepEvent.CALL_DONE;
    }

    private boolean allowed(Rule rule) {
        return succeeded() || rule.takesFailure() || step.failure() == FailureMode.BEST_EFFORT;
    }

    private boolean holds(Rule rule, StepEvent event) {
        names.event(MomentNames.spelling(rule, event), outcome, consequences.result());
        try {
            return templates.test(rule.when(), scope);
        } catch (TemplateException e) {
            conditionErrors.add(ErrorObject.of(ErrorKind.SCHEMA, "condition.error: " + e.getMessage())
                    .withCode("condition"));
            return false;
        }
    }

    /** Does what a rule says; returns false when its retry was refused, so that the search goes on. */
    private boolean fire(Rule rule, boolean movesOnly) throws InterruptedException {
        boolean refused = false;
        boolean acted = false;
        for (Then then : rule.actions()) {
            if (!consequences.goesOn() || (movesOnly && !(then instanceof Then.Next))) {
                continue;
            }
            boolean done = consequences.act(rule, then);
            refused |= !done;
            acted |= done;
        }
        if (acted) {
            fired.add(rule);
            taken |= !succeeded() && consequences.again() == null && !refused;
        }
        return acted && !refused;
    }
}
