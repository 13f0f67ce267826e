package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.queue.TaskContext;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The beginning and the end of a loop: what goes round is taken once, and the counts become the step's result. */
final class LoopCalls {
    private static final int MOST_AT_ONCE = 100_000;

    private final Engine engine;
    private final Settlement settlement;
    private final CursorClaims cursors;

    LoopCalls(Engine engine, Settlement settlement, CursorClaims cursors) {
        this.engine = engine;
        this.settlement = settlement;
        this.cursors = cursors;
    }

    /** Stores the collection, or the first items of a cursor, and starts as many items as the width allows. */
    void begin(StepRun run, Loop loop, TaskContext context) throws Exception {
        Beginning beginning;
        int width;
        try {
            run.bindInput(engine.templates());
            width = width(run, loop);
            beginning = beginning(run, loop, width);
        } catch (TemplateException e) {
            settlement.settle(run, Settlement.failed(ToolRunner.ofTemplate(e)), context);
            return;
        } catch (ToolException e) {
            settlement.settle(run, Settlement.failed(e.error()), context);
            return;
        } catch (IllegalArgumentException e) {
            settlement.settle(
                    run, Settlement.failed(ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage()))), context);
            return;
        }
        boolean failFast = loop.failure() == FailureMode.FAIL_FAST;
        RunTransaction.complete(engine, context, writes -> {
            int total = beginning.store(writes.connection());
            new LoopWrites(writes)
                    .begin(
                            run.command(),
                            run.step().name(),
                            loop.mode(),
                            LoopState.begin(total, width, failFast),
                            run.elapsedNanos());
            return null;
        });
    }

    /** Stores the items that a loop begins with; returns how many they are. */
    @FunctionalInterface
    private interface Beginning {
        int store(Connection transaction);
    }

    private Beginning beginning(StepRun run, Loop loop, int width) throws ToolException, InterruptedException {
        return switch (loop.source()) {
            case Loop.Source.Items items -> {
                Iterable<?> collection = elements(engine.templates().render(items.collection(), run.scope()));
                yield transaction -> LoopChunks.store(transaction, run.command(), collection, engine.inlineMaxBytes());
            }
            case Loop.Source.Cursor cursor -> {
                List<Packed> first = cursors.pull(run, cursor.claim(), width);
                yield transaction -> LoopChunks.append(transaction, run.command(), 0, first);
            }
        };
    }

    private static Iterable<?> elements(@Nullable Object collection) {
        return switch (collection) {
            case null -> List.of();
            case Deferred deferred -> elements(deferred.resolve());
            case Iterable<?> elements -> elements;
            default ->
                throw new IllegalArgumentException("loop.in: expected a list, got "
                        + collection.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        };
    }

    private int width(StepRun run, Loop loop) {
        if (loop.mode() == Loop.Mode.SEQUENTIAL) {
            return 1;
        }
        Object width = engine.templates().render(loop.width(), run.scope());
        double number;
        try {
            number = width instanceof Number given ? given.doubleValue() : Double.parseDouble(String.valueOf(width));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("loop width: expected an integer of at least 1, got " + width, e);
        }
        if (number < 1 || number != Math.rint(number)) {
            throw new IllegalArgumentException("loop width: expected an integer of at least 1, got " + width);
        }
        return (int) Math.min(number, MOST_AT_ONCE);
    }

    /** Lets the rules look at a loop of which every item has ended. */
    void finish(StepRun run, TaskContext context) throws Exception {
        LoopState loop = Objects.requireNonNull(run.frame().loop());
        run.bindInputQuietly(engine.templates());
        Object result = engine.results()
                .deferred(Results.loop(
                        run.command().executionId(),
                        run.command().visit(),
                        loop.total(),
                        loop.succeeded(),
                        loop.failed()));
        ToolOutcome outcome = loop.stopped()
                ? new ToolOutcome.Failed(
                        ErrorObject.of(
                                ErrorKind.UNKNOWN,
                                "%s: failed=%d, not started=%d"
                                        .formatted(
                                                loop.failFast()
                                                        ? "an item failed and the loop is fail_fast"
                                                        : "the claim of loop.cursor failed, as the error of its last item tells",
                                                loop.failed(),
                                                loop.total() - loop.started())),
                        result)
                : new ToolOutcome.Succeeded(result);
        settlement.settle(run, Subject.LOOP, outcome, context, transaction -> {});
    }
}
