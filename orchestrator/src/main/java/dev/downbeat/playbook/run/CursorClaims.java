package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.UnstorableException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the items of a loop over a cursor with its claim, a statement that takes rows and returns them. Every row is an
 * item. The loop begins with as many as its width; a call that ends pulls what is missing then, before its own end is
 * written. So the width holds, and a loop ends when nothing of it runs and the claim has returned nothing. Safe from any
 * thread.
 *
 * <p>The claim has its effect before the loop knows of it: rows that a worker took when it died are not items of this
 * loop. Whether they are given out again is the statement's business, by a lease for instance.
 */
final class CursorClaims {
    private final Engine engine;
    private final Actions actions;

    CursorClaims(Engine engine, Actions actions) {
        this.engine = engine;
        this.actions = actions;
    }

    /**
     * What a call that has ended pulled.
     *
     * @param items new items, in order
     * @param error why there are none; null when the claim was not asked or returned no more
     */
    record Pulled(List<Packed> items, @Nullable ErrorObject error) {
        static final Pulled NOTHING = new Pulled(List.of(), null);

        /** Returns how the call ends: when it could not pull those after it, it has failed, whatever came out of it. */
        Turn failing(Turn turn) {
            return error != null && turn instanceof Turn.Over over
                    ? new Turn.Over(
                            false, false, over.result(), over.error() == null ? error : over.error(), over.moves())
                    : turn;
        }
    }

    /** Pulls what a loop over a cursor lacks once this item has ended, unless its failure ends the loop. */
    Pulled after(StepRun run, Turn turn) throws InterruptedException {
        Loop loop = run.step().loop();
        if (loop == null
                || !(loop.source() instanceof Loop.Source.Cursor cursor)
                || !(turn instanceof Turn.Over over)
                || (loop.failure() == FailureMode.FAIL_FAST && !over.success())) {
            return Pulled.NOTHING;
        }
        LoopState counters = LoopRows.counters(engine.database(), run.command()).orElse(null);
        if (counters == null || counters.stopped()) {
            return Pulled.NOTHING;
        }
        int waiting = counters.total() - counters.started();
        try {
            return new Pulled(pull(run, cursor.claim(), counters.width() - counters.running() + 1 - waiting), null);
        } catch (ToolException e) {
            return new Pulled(List.of(), e.error());
        }
    }

    /**
     * Asks the claim until so many items are there, or it returns nothing; more when it returns several at once.
     *
     * @throws ToolException if the first claim fails; a later failure is left to the next pull to find
     */
    List<Packed> pull(StepRun run, ToolSpec claim, int wanted) throws ToolException, InterruptedException {
        List<Packed> items = new ArrayList<>();
        while (items.size() < wanted) {
            List<?> rows;
            try {
                rows = rows(actions.runInline("cursor", claim, run.scope(), run.site(Map.of())));
            } catch (ToolException e) {
                if (items.isEmpty()) {
                    throw e;
                }
                return items;
            }
            if (rows.isEmpty()) {
                return items;
            }
            for (Object row : rows) {
                items.add(packed(row));
            }
        }
        return items;
    }

    private static List<?> rows(ToolOutcome outcome) throws ToolException {
        if (outcome instanceof ToolOutcome.Failed failed) {
            ErrorObject error = failed.error();
            throw new ToolException(new ErrorObject(
                    error.kind(),
                    error.status(),
                    "the claim of loop.cursor failed: " + error.message(),
                    error.code(),
                    error.retryable(),
                    error.details()));
        }
        if (outcome.result() instanceof Map<?, ?> commands
                && commands.get("command_" + (commands.size() - 1)) instanceof Map<?, ?> last
                && last.get("rows") instanceof List<?> rows) {
            return rows;
        }
        throw ToolException.of(
                ErrorKind.SCHEMA, "the claim of loop.cursor returns no rows: its last statement needs 'returning'");
    }

    private Packed packed(@Nullable Object row) throws ToolException {
        try {
            return Packed.of(row, engine.inlineMaxBytes());
        } catch (UnstorableException e) {
            throw ToolException.of(ErrorKind.SCHEMA, "a row of loop.cursor cannot be kept: " + e.getMessage());
        }
    }
}
