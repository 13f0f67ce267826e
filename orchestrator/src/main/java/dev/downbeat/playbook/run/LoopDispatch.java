package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.Packed;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/**
 * What each item of each loop costs beside its claim and its action: its frame is read, its end written, and the next item
 * handed out. Here it can be run by itself, for the analysis of its statements.
 */
public final class LoopDispatch {
    private LoopDispatch() {}

    /**
     * Ends an item that is active at its first attempt, in the caller's transaction; one that is not so stays as it is.
     *
     * @param engine on the same database
     */
    public static void endItem(Engine engine, Connection transaction, long executionId, int visit, int item) {
        StepCommand command = new StepCommand(executionId, visit, item, 1, Phase.CALL);
        Frames.read(engine.database(), command).filter(Frame::current).ifPresent(frame -> {
            RunTransaction writes = new RunTransaction(engine, engine.queue().in(transaction));
            new LoopWrites(writes)
                    .endItem(
                            new Ended(
                                    command,
                                    frame.step(),
                                    VisitStatus.ACTIVE,
                                    true,
                                    true,
                                    Packed.of(Map.of("item", item), engine.inlineMaxBytes()),
                                    null,
                                    List.of(),
                                    Map.of(),
                                    List.of(),
                                    0),
                            CursorClaims.Pulled.NOTHING);
            writes.finish();
        });
    }
}
