package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules of a step bring about, one action after the other: where to go, a repetition, a failure, another result,
 * pages, variables. Of one walk, for one thread.
 */
final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);

    /** Runs a task that a rule names, in place. */
    @FunctionalInterface
    interface InlineTasks {
        ToolOutcome run(Then.Inline task) throws InterruptedException;
    }

    /**
     * What actions may need from outside.
     *
     * @param inlineTasks runs tasks
     * @param earlierPages reads that many pages of earlier attempts of the call, oldest first
     */
    record Means(InlineTasks inlineTasks, IntFunction<List<@Nullable Object>> earlierPages) {}

    private final Templates templates;
    private final Step step;
    private final Subject subject;
    private final RunScope scope;
    private final MomentNames names;
    private final Means means;
    private final Assignments assignments;
    private final Repetition repetition;
    private final ToolOutcome outcome;
    private final Map<String, Move> moves = new LinkedHashMap<>();
    private final List<@Nullable Object> newPages = new ArrayList<>();
    private CallState state;
    private @Nullable Object result;
    private @Nullable ErrorObject failure;
    private Turn.@Nullable Again again;
    private boolean capped;

    Consequences(
            Templates templates,
            StepRun run,
            Subject subject,
            MomentNames names,
            Means means,
            CallState state,
            ToolOutcome outcome) {
        this.templates = templates;
        this.step = run.step();
        this.subject = subject;
        this.scope = run.scope();
        this.names = names;
        this.means = means;
        this.assignments = new Assignments(templates, step, scope);
        this.repetition = new Repetition(templates, scope);
        this.state = state;
        this.outcome = outcome;
        this.result = outcome.result();
        if (outcome instanceof ToolOutcome.Succeeded) {
            step.transitions().rules().stream()
                    .filter(Rule::takesFailure)
                    .forEach(rule -> this.state = this.state.forgotten(rule.line()));
        }
        names.outcome(outcome, result);
    }

    /** Repeats the call if the retry of the step's own action says so; returns whether it does. */
    boolean repeatedByAction() {
        if (step.action() == null) {
            return false;
        }
        again = repetition.byAction(step.action(), state, outcome).orElse(null);
        if (again == null) {
            state = state.forgotten(step.action().line());
        }
        return again != null;
    }

    /** Makes the step's own assignments. */
    void assign() {
        assignments.makeOwn(subject);
    }

    /** Does one action of a rule; returns false for a repetition that was refused, so that the search goes on. */
    boolean act(Rule rule, Then then) throws InterruptedException {
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

    /** Fails the step; it goes nowhere. */
    void fail(ErrorObject error) {
        failure = error;
        moves.clear();
    }

    /** Fails the step for a template that cannot be evaluated. */
    void fail(TemplateException e) {
        fail(ToolRunner.ofTemplate(e));
    }

    /** Returns whether the step neither fails nor is repeated, so far. */
    boolean goesOn() {
        return failure == null && again == null;
    }

    /** Returns whether nothing has been decided: it goes on, and nowhere yet. */
    boolean open() {
        return moves.isEmpty() && goesOn();
    }

    /** Returns where the step goes, a target once. */
    List<Move> moves() {
        return List.copyOf(moves.values());
    }

    /** Returns the repetition, null for none. */
    Turn.@Nullable Again again() {
        return again == null
                ? null
                : new Turn.Again(
                        again.delay(),
                        again.state().withIter(subject == Subject.ITEM ? scope.iterSet() : Map.of()),
                        again.error());
    }

    /** Returns what a rule or a template made the step fail with, null for nothing. */
    @Nullable
    ErrorObject failure() {
        return failure;
    }

    /** Returns the result as the rules left it. */
    @Nullable
    Object result() {
        return result;
    }

    /** Returns the pages that this call added to its collection. */
    List<@Nullable Object> newPages() {
        return newPages;
    }

    /** Keeps what was gathered: that of a visit as a variable of the run, that of an item with its result. */
    void keepGathered() {
        if (subject != Subject.ITEM) {
            scope.gathered().forEach(scope::setCtx);
        } else if (!scope.gathered().isEmpty()) {
            Map<String, @Nullable Object> whole = RowJson.map(result);
            whole.putAll(scope.gathered());
            result = whole;
        }
    }

    private void move(Target target) {
        if (moves.containsKey(target.step())) {
            return;
        }
        assignments.make(target.assignments());
        moves.put(target.step(), new Move(target.step(), RowJson.map(templates.render(target.args(), scope))));
    }

    private void inline(Then.Inline task) throws InterruptedException {
        ToolOutcome end = means.inlineTasks().run(task);
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
        scope.gather(collect.into(), subject == Subject.ITEM, (Deferred) () ->
                Gathering.whole(collect, before, () -> means.earlierPages().apply(earlier), page));
    }
}
