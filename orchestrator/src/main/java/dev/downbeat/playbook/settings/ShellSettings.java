package dev.downbeat.playbook.settings;

import java.time.Duration;

/**
 * How the {@code shell} tool runs commands.
 *
 * @param enabled whether the kind may be used at all
 * @param timeout how long a call may take that names no timeout of its own
 * @param maxOutputBytes text beyond this is cut, for each of stdout and stderr
 */
public record ShellSettings(boolean enabled, Duration timeout, int maxOutputBytes) {

    /** What holds when nothing is set. */
    public static final ShellSettings DEFAULTS = new ShellSettings(true, Duration.ofMinutes(10), 1 << 20);

    public ShellSettings {
        Bounds.positive("shell.timeout", timeout);
        Bounds.atLeast("shell.max_output_bytes", maxOutputBytes, 0);
    }
}
