package dev.downbeat.worker;

import dev.downbeat.worker.cli.CommandRunner;

/** The program behind {@code ./downbeat}. */
public final class Downbeat {
    private Downbeat() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(new CommandRunner().run(args));
    }
}
