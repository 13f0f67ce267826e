package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.tool.ErrorObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call, packed and ready to be written.
 *
 * @param expected the status the call must still have; otherwise somebody else has decided and nothing is written
 * @param ctx the execution's variables that it changed
 * @param conditionErrors conditions that could not be evaluated
 * @param elapsedNanos how long this command ran
 */
record Ended(
        StepCommand command,
        String step,
        VisitStatus expected,
        boolean success,
        boolean handled,
        @Nullable Packed result,
        @Nullable ErrorObject error,
        List<Move> moves,
        Map<String, Packed> ctx,
        List<ErrorObject> conditionErrors,
        long elapsedNanos) {}
