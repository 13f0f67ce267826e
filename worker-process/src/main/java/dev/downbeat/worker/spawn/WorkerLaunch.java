package dev.downbeat.worker.spawn;

import dev.downbeat.schema.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;

/**
 * What a spawned worker is to be.
 *
 * @param database handed over in the environment, so that no password stands on a command line
 * @param heap the most heap, as in {@code -Xmx}
 * @param arguments what follows {@code downbeat worker}
 * @param jvmOptions further options of the JVM
 */
public record WorkerLaunch(DatabaseUrl database, String heap, List<String> arguments, List<String> jvmOptions) {
    /** The heap of a spawned worker unless told otherwise. */
    public static final String USUAL_HEAP = "256m";

    public WorkerLaunch {
        arguments = List.copyOf(arguments);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Returns a worker for all tasks, with the usual heap. */
    public static WorkerLaunch on(DatabaseUrl database) {
        return new WorkerLaunch(database, USUAL_HEAP, List.of(), List.of());
    }

    /** Returns this worker with another heap. */
    public WorkerLaunch heap(String size) {
        return new WorkerLaunch(database, size, arguments, jvmOptions);
    }

    /** Returns this worker with these arguments added. */
    public WorkerLaunch with(String... added) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(added));
        return new WorkerLaunch(database, heap, all, jvmOptions);
    }

    /** Returns this worker with these options of the JVM added. */
    public WorkerLaunch jvm(String... added) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.addAll(List.of(added));
        return new WorkerLaunch(database, heap, arguments, all);
    }
}
