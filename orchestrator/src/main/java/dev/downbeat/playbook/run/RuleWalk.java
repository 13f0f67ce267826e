package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.result.PlainJson;
import dev.downbeat.playbook.retry.AttemptScope;
import dev.downbeat.playbook.retry.RetryDecision;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.OutcomeView;
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
 * <p>Order: the tool's own retry; the step's assignments; then for each event the {@code case} rules from the top; then,
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
    private final InlineTasks inlineTasks;
    private final IntFunction<List<@Nullable Object>> earlierPages;
    private final int attempt;
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
        this.inlineTasks = inlineTasks;
        this.earlierPages = earlierPages;
        this.attempt = attempt;
        this.state = state;
    }

    /** Returns what follows from this outcome. */
    Turn walk(ToolOutcome ended) throws InterruptedException {
        outcome = ended;
        result = ended.result();
        bindOutcome();
        if (succeeded()) {
            step.transitions().rules().stream()
                    .filter(Rule::takesFailure)
                    .forEach(rule -> state = state.forgotten(rule.line()));
        }
        try {
            if (subject != Subject.LOOP && repeatedByTool()) {
                return repeat();
            }
            if (succeeded()) {
                assign(ownAssignments());
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
            Map<String, @Nullable Object> whole = PlainJson.map(result);
            whole.putAll(scope.gathered());
            result = whole;
        }
    }

    private void fail(ErrorObject error) {
        failure = error;
        moves.clear();
    }

    // ---- names

    private void bindOutcome() {
        Object view = StepResult.of(result);
        if (succeeded() || result != null) {
            scope.bind("result", view);
            scope.bind("response", view);
            scope.bind(step.name(), view);
        }
        Map<String, @Nullable Object> outcomeView = OutcomeView.of(outcome, attempt);
        scope.bind("outcome", outcomeView);
        scope.bind("output", outcomeView);
        scope.bind("attempt", attempt);
        if (outcome instanceof ToolOutcome.Failed failed) {
            scope.bind("error", failed.error().toMap());
        }
    }

    private void bindEvent(String name) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("name", name);
        event.put("type", name);
        event.put("step", step.name());
        event.put("node_name", step.name());
        event.put("attempt", attempt);
        event.put("status", succeeded() ? "ok" : "error");
        event.put("result", StepResult.of(result));
        event.put("response", StepResult.of(result));
        event.put(
                "error",
                outcome instanceof ToolOutcome.Failed failed ? failed.error().toMap() : null);
        scope.bind("event", event);
    }

    // ---- retries

    private boolean repeatedByTool() {
        if (!(step.action() instanceof ToolSpec tool)) {
            return false;
        }
        if (tool.retry() == null) {
            return false;
        }
        RetryPolicy policy = tool.retry().bound(templates, scope);
        int runs = state.repeats(tool.line()) + 1;
        var seen = AttemptScope.of(scope, runs, outcome);
        RetryDecision decision =
                RetryDecision.after(policy, runs, outcome, condition -> templates.test(condition, seen));
        if (decision instanceof RetryDecision.Again repeat) {
            again = new Turn.Again(repeat.after(), state.repeated(tool.line(), Map.of()), error());
            return true;
        }
        state = state.forgotten(tool.line());
        return false;
    }

    private boolean repeatedByRule(Rule rule, Then.Retry retry) {
        RetryPolicy policy = retry.policy().bound(templates, scope);
        int runs = state.repeats(rule.line()) + 1;
        var seen = AttemptScope.of(scope, runs, outcome);
        if (capped
                || runs >= policy.maxAttempts()
                || templates.test(policy.stopWhen(), seen)
                || (outcome instanceof ToolOutcome.Failed failed
                        && policy.retryOn().stream()
                                .noneMatch(group ->
                                        group.covers(failed.error().kind().word())))) {
            return false;
        }
        Map<String, @Nullable Object> overrides = PlainJson.map(templates.render(retry.overrides(), scope));
        again = new Turn.Again(
                RetryDecision.delay(policy.backoff(), runs, outcome), state.repeated(rule.line(), overrides), error());
        return true;
    }

    private @Nullable ErrorObject error() {
        return outcome instanceof ToolOutcome.Failed failed ? failed.error() : null;
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
                        bindEvent(end().eventName());
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
        bindEvent(spelling(rule, event));
        try {
            return templates.test(rule.when(), scope);
        } catch (TemplateException e) {
            conditionErrors.add(ErrorObject.of(ErrorKind.SCHEMA, "condition.error: " + e.getMessage())
                    .withCode("condition"));
            return false;
        }
    }

    /** An event has aliases; a guard that names only an alias means the event. An arc is asked once, at the end. */
    private static String spelling(Rule rule, StepEvent event) {
        Set<String> texts = rule.when().words();
        if (texts.contains(event.eventName())) {
            return event.eventName();
        }
        List<String> aliases = switch (event) {
            case CALL_DONE -> rule.form() == Rule.Form.ARC ? List.of("step.done", "step.exit") : List.of("step.done");
            case CALL_ERROR -> List.of("step.failed");
            case STEP_EXIT -> List.of();
            case LOOP_DONE -> rule.form() == Rule.Form.ARC ? List.of("call.done", "step.done", "step.exit") : List.of();
        };
        return aliases.stream().filter(texts::contains).findFirst().orElse(event.eventName());
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
            case Then.Assign assign -> assign(assign.assignments());
            case Then.Result replaced -> {
                result = templates.render(replaced.value(), scope);
                bindOutcome();
            }
            case Then.Gather gather -> gather(gather.collect());
            case Then.Retry retry -> {
                return repeatedByRule(rule, retry);
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
        assign(target.assignments());
        moves.put(target.step(), new Move(target.step(), PlainJson.map(templates.render(target.args(), scope))));
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

    // ---- assignments

    /** What needs the item is set by each item, the rest once, when the loop is done. */
    private List<Assignment> ownAssignments() {
        return switch (subject) {
            case VISIT -> step.assignments();
            case ITEM -> step.assignments().stream().filter(this::needsItem).toList();
            case LOOP ->
                step.assignments().stream()
                        .filter(assignment -> !needsItem(assignment))
                        .toList();
        };
    }

    private boolean needsItem(Assignment assignment) {
        Set<String> names = assignment.value().names();
        var loop = step.loop();
        return assignment.target() == Assignment.Target.ITER
                || names.contains("iter")
                || (loop != null && names.contains(loop.iterator()));
    }

    private void assign(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            Object value = templates.render(assignment.value(), scope);
            switch (assignment.target()) {
                case CTX -> scope.setCtx(assignment.name(), value);
                case ITER -> scope.setIter(assignment.name(), value);
                case STEP -> scope.setStep(assignment.name(), value);
            }
        }
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
