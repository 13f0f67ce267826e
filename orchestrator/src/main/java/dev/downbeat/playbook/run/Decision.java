package dev.downbeat.playbook.run;

import dev.downbeat.playbook.status.RunStatus;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One consequence of a visit's end. The list of them is applied in one transaction. */
sealed interface Decision {
    /** Returns the visit that begins by this, if one does. */
    default IntStream begins() {
        return switch (this) {
            case Enter enter -> IntStream.of(enter.visit());
            case Release release -> IntStream.of(release.visit());
            case Close close -> IntStream.empty();
            case Await await -> IntStream.empty();
            case Arrive arrive -> IntStream.empty();
            case Skip skip -> IntStream.empty();
            case Abandon abandon -> IntStream.empty();
            case End end -> IntStream.empty();
        };
    }

    /** The visit has ended. */
    record Close(int visit, String step, VisitStatus status) implements Decision {}

    /** A new visit begins: its command is enqueued. */
    record Enter(int visit, String step, Map<String, @Nullable Object> args) implements Decision {}

    /** A new visit waits for other branches. */
    record Await(int visit, String step, Map<String, @Nullable Object> args) implements Decision {}

    /** One more branch has arrived at a waiting visit, with these arguments. */
    record Arrive(int visit, String step, Map<String, @Nullable Object> args) implements Decision {}

    /** A waiting visit begins: no other branch can reach it any more. */
    record Release(int visit, String step) implements Decision {}

    /** A step was not chosen and no open branch can reach it. */
    record Skip(String step) implements Decision {}

    /** Every other open visit is cancelled. */
    record Abandon() implements Decision {}

    /** The run is over. */
    record End(RunStatus status) implements Decision {}
}
