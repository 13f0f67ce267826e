package dev.downbeat.playbook.tool.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child process together with everything that it started. Safe for use by several threads. */
public final class ProcessTree {
    private static final String SECRET_PREFIX = "DOWNBEAT_";
    private static final int SWEEPS = 5;

    private final Process root;

    /** Takes over a process that leads its own session, or will before it starts children. */
    public ProcessTree(Process root) {
        this.root = root;
    }

    /** Returns a builder whose environment lacks this program's own settings and secrets. */
    public static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith(SECRET_PREFIX) || key.equals("DATABASE_URL"));
        return builder;
    }

    /** Returns the process at the top. */
    public Process root() {
        return root;
    }

    /**
     * Ends the process, its session and its descendants at once, and waits until the process is gone, at most 2 s.
     *
     * <p>Three nets, because each has holes: the process group misses those who left it, the descendants miss those
     * whose parent has died, and both miss those started meanwhile; hence several sweeps.
     */
    public void kill() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            List<ProcessHandle> descendants = root.descendants().toList();
            Stream<ProcessHandle> alive = descendants.stream().filter(ProcessHandle::isAlive);
            if (alive.findAny().isEmpty() && sweep > 0) {
                break;
            }
            if (sweep == 0) {
                killGroup();
            }
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        root.destroyForcibly();
        awaitEnd();
    }

    private void killGroup() {
        // A shell's built-in kill: /bin/kill is not on every image, and Java cannot signal a group.
        var kill = new ArrayList<>(List.of("/bin/sh", "-c", "kill -9 -" + root.pid()));
        try {
            Process killer = new ProcessBuilder(kill)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            killer.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // No shell: the descendants are ended one by one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() {
        boolean interrupted = Thread.interrupted();
        try {
            root.waitFor(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
