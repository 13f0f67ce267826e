package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.VISIT;

import dev.downbeat.playbook.catalog.UnknownPlaybookException;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.result.UnstorableException;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The {@code playbook} tool: begins a child and lets the call wait for it without a slot, a thread or a connection. The
 * child's last transaction wakes the call.
 */
final class ChildCalls {
    private static final int MAX_DEPTH = 64;

    private final Engine engine;
    private final Starter starter;

    ChildCalls(Engine engine) {
        this.engine = engine;
        this.starter = new Starter(engine);
    }

    /**
     * A child that is ready to begin.
     *
     * @param waits whether the call waits for it
     * @param timeout how long the call waits, null for as long as it takes
     */
    record Request(
            Starter.Prepared child, boolean waits, @Nullable Duration timeout) {}

    /** Renders the tool's fields, finds the playbook and renders its workload; nothing is written yet. */
    Request prepare(StepRun run, ToolSpec tool, Map<String, @Nullable Object> entered) throws ChildRefusedException {
        try {
            Map<String, @Nullable Object> fields =
                    RowJson.map(engine.templates().render(tool.fields(), run.scope()));
            Map<String, @Nullable Object> payload = new LinkedHashMap<>(entered);
            payload.putAll(RowJson.map(engine.templates().render(tool.input(), run.scope())));
            payload.putAll(run.frame().call().state().overrides());
            if (run.frame().depth() >= MAX_DEPTH) {
                throw refused(ErrorKind.SCHEMA, "playbooks call playbooks more than %d deep".formatted(MAX_DEPTH));
            }
            Object path = fields.get("path") == null ? fields.get("name") : fields.get("path");
            if (path == null) {
                throw refused(ErrorKind.SCHEMA, "the playbook tool needs a path");
            }
            Duration timeout = PlainData.duration(fields.get("timeout")).orElse(null);
            boolean waits = !Boolean.FALSE.equals(fields.get("wait"))
                    && !"false".equalsIgnoreCase(String.valueOf(fields.get("wait")));
            return new Request(
                    starter.prepare(String.valueOf(path), version(fields.get("version")), payload), waits, timeout);
        } catch (UnknownPlaybookException e) {
            throw refused(ErrorKind.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (UnstorableException e) {
            throw refused(ErrorKind.SCHEMA, String.valueOf(e.getMessage()));
        } catch (TemplateException e) {
            throw new ChildRefusedException(ToolRunner.ofTemplate(e));
        }
    }

    private static ChildRefusedException refused(ErrorKind kind, String message) {
        return new ChildRefusedException(ErrorObject.of(kind, message));
    }

    private static @Nullable Integer version(@Nullable Object field) throws ChildRefusedException {
        String text = field == null ? "latest" : String.valueOf(field).strip();
        if (text.isEmpty() || text.toLowerCase(Locale.ROOT).equals("latest")) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw refused(ErrorKind.SCHEMA, "version: expected a number or latest, got " + text);
        }
    }

    /** Parks the call and begins its child. */
    void park(RunTransaction transaction, StepRun run, Request request) {
        StepCommand command = run.command();
        long child = request.child().executionId();
        if (!new CallWrites(transaction).park(command, run.step().name(), child, run.elapsedNanos())) {
            return;
        }
        begin(transaction, run, request, true);
        Duration timeout = request.timeout();
        if (timeout != null) {
            transaction
                    .queue()
                    .enqueue(Commands.STEP
                            .with(new StepCommand(
                                    command.executionId(),
                                    command.visit(),
                                    command.item(),
                                    command.attempt(),
                                    Phase.EXPIRE))
                            .delay(timeout));
        }
    }

    /** Begins a child that nobody waits for. */
    void detach(RunTransaction transaction, StepRun run, Request request) {
        begin(transaction, run, request, false);
    }

    private void begin(RunTransaction transaction, StepRun run, Request request, boolean waits) {
        StepCommand command = run.command();
        transaction.report(starter.begin(
                transaction.queue(),
                request.child(),
                new Starter.Origin(
                        command.executionId(),
                        waits ? command.visit() : null,
                        waits && command.aboutItem() ? command.item() : null,
                        run.frame().depth())));
    }

    /** Returns what the end of the child means to the call: also a failed child is a result. */
    ToolOutcome outcome(StepRun run) {
        Frame.Child child = java.util.Objects.requireNonNull(run.frame().child());
        ToolSpec tool = (ToolSpec) java.util.Objects.requireNonNull(run.step().action());
        boolean completed = child.status() == RunStatus.COMPLETED;
        Object result = engine.results()
                .read(tool.field("return_step")
                        .flatMap(step -> stepResult(child.executionId(), rendered(run, tool, step)))
                        .orElse(child.result()));
        Map<String, @Nullable Object> whole = whole(child, result);
        boolean strict = tool.field("on_child_failure").filter("error"::equals).isPresent();
        if (completed || !strict) {
            return new ToolOutcome.Succeeded(whole);
        }
        ErrorObject error = child.error() == null
                ? ErrorObject.of(ErrorKind.UNKNOWN, "the child was cancelled")
                : ErrorObject.from(RowJson.map(child.error()));
        return new ToolOutcome.Failed(error, whole);
    }

    /** Returns the result of a call whose child has ended; the fields of a small result are merged up. */
    static Map<String, @Nullable Object> whole(Frame.Child child, @Nullable Object result) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("execution_id", child.executionId());
        whole.put("path", child.path());
        whole.put("status", child.status().name());
        if (child.status() != RunStatus.COMPLETED) {
            whole.put("failed", true);
        }
        whole.put("result", result);
        if (child.error() != null) {
            whole.put("error", RowJson.plain(child.error()));
        }
        if (result instanceof Map<?, ?> fields) {
            fields.forEach((key, value) -> whole.putIfAbsent(String.valueOf(key), value));
        }
        return whole;
    }

    /** Returns whether an item of this step ends with its child, with nothing left to look at. */
    static boolean endsWithItsChild(Step step) {
        return step.action() instanceof ToolSpec tool
                && tool.kind().equals("playbook")
                && tool.field("return_step").isEmpty()
                && tool.field("on_child_failure").isEmpty()
                && !looksAtItems(step)
                && !pullsItems(step);
    }

    /** Returns whether the end of an item that did not fail means anything to its step but to be counted. */
    private static boolean looksAtItems(Step step) {
        return !step.assignments().isEmpty()
                || (step.action() instanceof ToolSpec tool
                        && tool.retry() != null
                        && !tool.retry().retryWhen().always())
                || step.transitions().rules().stream()
                        .anyMatch(rule -> rule.form() == Rule.Form.CASE
                                && rule.actions().stream().anyMatch(then -> !(then instanceof Then.Next)));
    }

    private static boolean pullsItems(Step step) {
        return step.loop() != null && step.loop().source() instanceof Loop.Source.Cursor;
    }

    private String rendered(StepRun run, ToolSpec tool, Object step) {
        return String.valueOf(tool.fields()
                .child("return_step")
                .map(template -> engine.templates().render(template, run.scope()))
                .orElse(step));
    }

    private Optional<JSONB> stepResult(long executionId, String step) {
        return engine.sql()
                .select(VISIT.RESULT)
                .from(VISIT)
                .where(VISIT.EXECUTION_ID.eq(executionId), VISIT.STEP.eq(step), VISIT.RESULT.isNotNull())
                .orderBy(VISIT.VISIT_.desc())
                .limit(1)
                .fetchOptional(VISIT.RESULT);
    }

    /** Returns whether a result is that of a child that did not complete. */
    static boolean failed(@Nullable Object result) {
        return result instanceof Map<?, ?> map
                && Boolean.TRUE.equals(map.get("failed"))
                && map.containsKey("execution_id")
                && map.containsKey("path");
    }
}
