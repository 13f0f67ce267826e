package dev.downbeat.worker.cli;

/** Ends a command with an exit code and one clear line: what is wrong, and what to do next. Immutable. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String nextStep;

    private CommandFailure(ExitCode exitCode, String message, String nextStep) {
        super(message);
        this.exitCode = exitCode;
        this.nextStep = nextStep;
    }

    /** Returns a failure of the command's input: exit code 2. */
    public static CommandFailure usage(String message, String nextStep) {
        return new CommandFailure(ExitCode.USAGE, message, nextStep);
    }

    /** Returns a failure of the work itself: exit code 1. */
    public static CommandFailure failed(String message, String nextStep) {
        return new CommandFailure(ExitCode.FAILED, message, nextStep);
    }

    /** Returns a failure to reach the database or another part: exit code 3. */
    public static CommandFailure unreachable(String message, String nextStep) {
        return new CommandFailure(ExitCode.UNREACHABLE, message, nextStep);
    }

    /** Returns a measurement that fell behind its baseline: exit code 4. */
    public static CommandFailure regression(String message, String nextStep) {
        return new CommandFailure(ExitCode.REGRESSION, message, nextStep);
    }

    /** Returns this failure with the exception that led to it, shown under {@code --verbose}. */
    public CommandFailure because(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** Returns the code that the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns what the user can do next; empty where the message says it. */
    public String nextStep() {
        return nextStep;
    }
}
