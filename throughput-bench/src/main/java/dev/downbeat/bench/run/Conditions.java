package dev.downbeat.bench.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every run of one session.
 *
 * @param progress hears what is being done
 * @param preparation statements that are run in each database before anything is enqueued; empty for none
 * @param profiles where workers put flight recordings of themselves; nothing for none
 */
public record Conditions(
        Progress progress, String preparation, @Nullable Path profiles) {
    /** Returns the usual ones. */
    public static Conditions telling(Progress progress) {
        return new Conditions(progress, "", null);
    }
}
