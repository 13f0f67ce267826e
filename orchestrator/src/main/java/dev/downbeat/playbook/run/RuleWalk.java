package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the rules of a step when a call has ended. One walk, one thread.
 *
 * <p>Order: the action's own retry; the step's assignments; then for each event the {@code case} rules from the top; then,
 * when nothing has moved on, {@code else} and the arcs. The items of a loop see the {@code case} rules at their own
 * {@code call.done} and {@code call.error}, but where they lead is looked at once, when the loop is done.
 */
final class RuleWalk {
    private static final Logger LOG = LoggerFactory.getLogger(RuleWalk.class);

    /** What the walk is about. */
    enum Subject {
        VISIT,
        ITEM,
        LOOP
    }

    /** Runs a task that a rule names, in place. */
    @FunctionalInterface
    interface InlineTasks {
        ToolOutcome run(Then.Inline task) throws InterruptedException;
    }

    private final Templates templates;
    private final Step step;
    private final Subject subject;
    private final RunScope scope;
    private final MomentNames names;
    private final Assignments assignments;
    private final Repetition repetition;
    private final InlineTasks inlineTasks;
    private final IntFunction<List<@Nullable Object>> earlierPages;
    private final Map<String, Move> moves = new LinkedHashMap<>();
    private final Set<Rule> fired = new HashSet<>();
    private final List<ErrorObject> conditionErrors = new ArrayList<>();
    private final List<@Nullable Object> newPages = new ArrayList<>();
    private ToolOutcome outcome = new ToolOutcome.Succeeded(null);
    private CallState state;
    private @Nullable Object result;
    private @Nullable ErrorObject failure;
    private Turn.@Nullable Again again;
    private boolean capped;
    private boolean taken;

    RuleWalk(
            Templates templates,
            Step step,
            Subject subject,
            RunScope scope,
            InlineTasks inlineTasks,
            IntFunction<List<@Nullable Object>> earlierPages,
            int attempt,
            CallState state) {
        this.templates = templates;
        this.step = step;
        this.subject = subject;
        this.scope = scope;
        this.names = new MomentNames(scope, step, attempt);
        this.assignments = new Assignments(templates, step, scope);
        this.repetition = new Repetition(templates, scope);
        this.inlineTasks = inlineTasks;
        this.earlierPages = earlierPages;
        this.state = state;
    }

    /** Returns what follows from this outcome. */
    Turn walk(ToolOutcome ended) throws InterruptedException {
        outcome = ended;
        result = ended.result();
        names.outcome(outcome, result);
        if (succeeded()) {
            step.transitions().rules().stream()
                    .filter(Rule::takesFailure)
                    .forEach(rule -> state = state.forgotten(rule.line()));
        }
        try {
            if (subject != Subject.LOOP && repeatedByAction()) {
                return repeat();
            }
            if (succeeded()) {
                assignments.makeOwn(subject);
            }
            for (StepEvent event : events()) {
                if (open()) {
                    cases(event);
                }
            }
            if (open() && subject != Subject.ITEM) {
                ways();
            }
        } catch (TemplateException e) {
            fail(templateError(e));
        }
        return again == null ? over() : repeat();
    }

    /** Returns the conditions that could not be evaluated, for the log. */
    List<ErrorObject> conditionErrors() {
        return conditionErrors;
    }

    /** Returns the pages that this call added to its collection. */
    List<@Nullable Object> newPages() {
        return newPages;
    }

    private boolean succeeded() {
        return outcome instanceof ToolOutcome.Succeeded;
    }

    private boolean open() {
        return moves.isEmpty() && failure == null && again == null;
    }

    private Turn repeat() {
        Turn.Again repeat = java.util.Objects.requireNonNull(again);
        return new Turn.Again(
                repeat.delay(),
                repeat.state().withIter(subject == Subject.ITEM ? scope.iterSet() : Map.of()),
                repeat.error());
    }

    private Turn over() {
        if (failure == null && !conditionErrors.isEmpty() && fired.isEmpty()) {
            failure = conditionErrors.getFirst();
        }
        boolean failedByRule = failure != null;
        ErrorObject error =
                failedByRule ? failure : outcome instanceof ToolOutcome.Failed failed ? failed.error() : null;
        boolean success = error == null;
        keepGathered();
        boolean handled = success || (!failedByRule && (taken || step.failure() == FailureMode.BEST_EFFORT));
        return new Turn.Over(success, handled, result, error, failedByRule ? List.of() : List.copyOf(moves.values()));
    }

    /** What a visit gathers becomes a variable of the run; what an item gathers stays with the item. */
    private void keepGathered() {
        if (subject != Subject.ITEM) {
            scope.gathered().forEach(scope::setCtx);
        } else if (!scope.gathered().isEmpty()) {
            Map<String, @Nullable Object> whole = RowJson.map(result);
            whole.putAll(scope.gathered());
            result = whole;
        }
    }

    private void fail(ErrorObject error) {
        failure = error;
        moves.clear();
    }

    private boolean repeatedByAction() {
        Action action = step.action();
        if (action == null) {
            return false;
        }
        again = repetition.byAction(action, state, outcome).orElse(null);
        if (again == null) {
            state = state.forgotten(action.line());
        }
        return again != null;
    }

    // ---- rules

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
            if (!open() || (matched && exclusive())) {
                return;
            }
        }
    }

    /** {@code else} and the arcs, in the order of the document. */
    private void ways() throws InterruptedException {
        for (Rule rule : step.transitions().rules()) {
            if (failure != null || again != null || !allowed(rule)) {
                continue;
            }
            switch (rule.form()) {
                case CASE -> {}
                case OTHERWISE -> {
                    if (fired.isEmpty()) {
                        names.event(end().eventName(), outcome, result);
                        fire(rule, false);
                    }
                }
                case ARC -> {
                    if ((moves.isEmpty() || !exclusive()) && holds(rule, end())) {
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
        names.event(MomentNames.spelling(rule, event), outcome, result);
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
            if (failure != null || again != null || (movesOnly && !(then instanceof Then.Next))) {
                continue;
            }
            boolean done = act(rule, then);
            refused |= !done;
            acted |= done;
        }
        if (acted) {
            fired.add(rule);
            taken |= !succeeded() && again == null && !refused;
        }
        return acted && !refused;
    }

    private boolean act(Rule rule, Then then) throws InterruptedException {
        switch (then) {
            case Then.Next next -> {
                if (subject != Subject.ITEM) {
                    next.targets().forEach(this::move);
                }
            }
            case Then.Assign assign -> assignments.make(assign.assignments());
            case Then.Result replaced -> {
                result = templates.render(replaced.value(), scope);
                names.outcome(outcome, result);
            }
            case Then.Gather gather -> gather(gather.collect());
            case Then.Retry retry -> {
                again = capped
                        ? null
                        : repetition.byRule(rule, retry, state, outcome).orElse(null);
                return again != null;
            }
            case Then.Fail fail ->
                fail(ErrorObject.of(ErrorKind.UNKNOWN, String.valueOf(templates.render(fail.message(), scope)))
                        .withCode("fail"));
            case Then.Inline inline -> inline(inline);
            case Then.Log log ->
                LOG.atInfo()
                        .addKeyValue("step", step.name())
                        .addKeyValue("message", templates.render(log.message(), scope))
                        .log("A playbook says");
        }
        return true;
    }

    private void move(Target target) {
        if (moves.containsKey(target.step())) {
            return;
        }
        assignments.make(target.assignments());
        moves.put(target.step(), new Move(target.step(), RowJson.map(templates.render(target.args(), scope))));
    }

    private void inline(Then.Inline task) throws InterruptedException {
        ToolOutcome end = inlineTasks.run(task);
        scope.bind(task.name(), StepResult.of(end.result()));
        if (end instanceof ToolOutcome.Failed failed) {
            fail(failed.error());
        }
    }

    private void gather(Collect collect) {
        if (!newPages.isEmpty()) {
            return; // Two rules may see the same page: it is collected once.
        }
        Object page = Gathering.page(collect, result);
        int earlier = state.pages();
        newPages.add(page);
        state = state.withPages(earlier + 1);
        capped |= state.pages() >= collect.maxPages();
        Object before = subject == Subject.ITEM ? null : scope.ctx().get(collect.into());
        scope.gather(collect.into(), subject == Subject.ITEM, (Deferred)
                () -> Gathering.whole(collect, before, () -> earlierPages.apply(earlier), page));
    }

    static ErrorObject templateError(TemplateException e) {
        return ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage())).withCode("template");
    }

    /** Returns whether the end of an item that did not fail means anything to its step but to be counted. */
    static boolean looksAtItems(Step step) {
        return !step.assignments().isEmpty()
                || (step.action() instanceof ToolSpec tool
                        && tool.retry() != null
                        && !tool.retry().retryWhen().always())
                || step.transitions().rules().stream()
                        .anyMatch(rule -> rule.form() == Rule.Form.CASE
                                && rule.actions().stream().anyMatch(then -> !(then instanceof Then.Next)));
    }
}
