package dev.downbeat.worker.cli;

/** What a command's end tells its caller. */
public enum ExitCode {
    /** The work is done, and done well. */
    GOOD(0),
    /** The work itself failed. */
    FAILED(1),
    /** The command was wrong: a flag, a file, a name, a setting. */
    USAGE(2),
    /** The database or another part cannot be reached. */
    UNREACHABLE(3),
    /** A measurement fell behind its baseline. */
    REGRESSION(4),
    /** The user broke the command off, as shells number it. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number for {@link System#exit}. */
    public int code() {
        return code;
    }
}
