package dev.downbeat.worker.progress;

import dev.downbeat.worker.console.Console;

/** Chooses how a run is shown. */
public final class RunViews {
    private RunViews() {}

    /** Returns moving lines on a terminal, plain lines elsewhere, and nothing where standard output is for JSON. */
    public static RunView of(Console console, boolean json) {
        if (json) {
            return new SilentView(console);
        }
        return console.terminal().interactive() ? new LiveView(console) : new PlainView(console);
    }
}
