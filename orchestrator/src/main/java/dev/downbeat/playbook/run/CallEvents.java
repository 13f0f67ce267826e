package dev.downbeat.playbook.run;

import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.tool.ErrorObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** What the log says about calls. */
final class CallEvents {
    private static final int MESSAGE_CHARS = 2_000;

    private CallEvents() {}

    /** A command was taken, this long ago. */
    static List<Event> claimed(StepCommand command, String step, String process, long elapsedNanos) {
        Event claimed =
                about(command, EventType.COMMAND_CLAIMED, step).by(process).ago(elapsedNanos);
        return command.aboutItem()
                ? List.of(claimed)
                : List.of(claimed, about(command, EventType.STEP_ENTER, step).ago(elapsedNanos));
    }

    /** A visit's or an item's last call has ended. */
    static List<Event> ended(Ended ended, String process) {
        List<Event> events = new ArrayList<>(call(ended, process));
        if (!ended.command().aboutItem()) {
            events.add(about(ended.command(), EventType.STEP_EXIT, ended.step())
                    .status(ended.success() ? "completed" : "failed"));
        }
        return events;
    }

    /** A call has ended, perhaps to be repeated. */
    static List<Event> call(Ended ended, String process) {
        StepCommand command = ended.command();
        List<Event> events = new ArrayList<>();
        if (command.phase() == Phase.CALL) {
            events.addAll(claimed(command, ended.step(), process, ended.elapsedNanos()));
        }
        ended.conditionErrors()
                .forEach(error -> events.add(
                        about(command, EventType.CONDITION_ERROR, ended.step()).error(told(error))));
        ErrorObject error = ended.error();
        String status = error == null ? "completed" : "failed";
        Packed result = ended.result();
        if (command.phase() != Phase.FINISH) {
            events.add(about(command, error == null ? EventType.CALL_DONE : EventType.CALL_ERROR, ended.step())
                    .status(status)
                    .took(ended.elapsedNanos())
                    .result(result == null ? null : result.glance())
                    .error(told(error))
                    .by(process));
        }
        events.add(about(command, error == null ? EventType.COMMAND_COMPLETED : EventType.COMMAND_FAILED, ended.step())
                .status(status)
                .took(ended.elapsedNanos())
                .by(process));
        return events;
    }

    /** A command was put on the queue. */
    static Event issued(long executionId, String step, int visit, int item) {
        return Event.of(executionId, EventType.COMMAND_ISSUED, step).call(visit, item, 1);
    }

    /** An event stays small: a long message is cut, details are left to the row. */
    static @Nullable String told(@Nullable ErrorObject error) {
        if (error == null) {
            return null;
        }
        String message = error.message();
        return RowJson.text(new ErrorObject(
                        error.kind(),
                        error.status(),
                        message.length() > MESSAGE_CHARS ? message.substring(0, MESSAGE_CHARS) + "…" : message,
                        error.code(),
                        error.retryable(),
                        Map.of())
                .toMap());
    }

    /** What the row holds of an error, whole. */
    static @Nullable JSONB column(@Nullable ErrorObject error) {
        return error == null ? null : RowJson.column(error.toMap());
    }

    private static Event about(StepCommand command, EventType type, String step) {
        return Event.of(command.executionId(), type, step).call(command.visit(), command.item(), command.attempt());
    }
}
