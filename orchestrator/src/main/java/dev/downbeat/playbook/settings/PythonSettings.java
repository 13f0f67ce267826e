package dev.downbeat.playbook.settings;

import java.time.Duration;

/**
 * How the {@code python} tool runs code.
 *
 * @param enabled whether the kind may be used at all
 * @param executable the interpreter, a name on the path or an absolute file
 * @param poolSize child processes at most in one process; further calls wait
 * @param idle how long an unused child process is kept
 * @param timeout how long a call may take that names no timeout of its own
 * @param maxResultBytes a result longer than this as JSON is an error
 * @param maxLogBytes printed text beyond this is cut
 */
public record PythonSettings(
        boolean enabled,
        String executable,
        int poolSize,
        Duration idle,
        Duration timeout,
        long maxResultBytes,
        int maxLogBytes) {

    /** What holds when nothing is set. */
    public static final PythonSettings DEFAULTS = new PythonSettings(
            true,
            "python3",
            Math.max(16, 4 * Runtime.getRuntime().availableProcessors()),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            64L << 20,
            64 << 10);

    public PythonSettings {
        Bounds.atLeast("python.pool_size", poolSize, 1);
        Bounds.positive("python.idle", idle);
        Bounds.positive("python.timeout", timeout);
        Bounds.atLeast("python.max_result_bytes", maxResultBytes, 1);
        Bounds.atLeast("python.max_log_bytes", maxLogBytes, 0);
    }
}
