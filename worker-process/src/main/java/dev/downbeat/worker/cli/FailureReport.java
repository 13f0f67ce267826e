package dev.downbeat.worker.cli;

import dev.downbeat.playbook.catalog.UnknownPlaybookException;
import dev.downbeat.schema.DatabaseUnavailableException;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.run.RefusedPlaybookException;
import dev.downbeat.worker.settings.SettingsException;
import dev.downbeat.worker.spawn.WorkerFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints a failed command's reason.
 *
 * @param console where to
 * @param verbose whether the stack trace is wanted
 * @param json whether standard output carries one JSON document, which then tells the error as well
 */
record FailureReport(Console console, boolean verbose, boolean json) {
    /** Prints the reason and returns the exit code that goes with it. */
    int print(Throwable fault) {
        CommandFailure failure = classify(fault);
        console.notice(console.styled(Style.BAD, "downbeat: ") + told(failure));
        if (verbose) {
            StringWriter trace = new StringWriter();
            fault.printStackTrace(new PrintWriter(trace, true));
            console.notice(trace.toString().stripTrailing());
        }
        if (json) {
            console.json(Map.of("error", document(failure)));
        }
        return failure.exitCode().code();
    }

    /** The message, and the next step as a sentence of its own; after several lines, on a line of its own. */
    private static String told(CommandFailure failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        if (failure.nextStep().isEmpty()) {
            return message;
        }
        if (message.contains("\n")) {
            return message + "\n" + failure.nextStep();
        }
        return message + (message.matches("(?s).*[.!?:]") ? " " : ". ") + failure.nextStep();
    }

    private static CommandFailure classify(Throwable fault) {
        return switch (fault) {
            case CommandFailure failure -> failure;
            case DatabaseUnavailableException unavailable ->
                CommandFailure.unreachable(String.valueOf(unavailable.getMessage()), "");
            case UnknownPlaybookException unknown ->
                CommandFailure.usage(String.valueOf(unknown.getMessage()), "See: downbeat catalog list");
            case RefusedPlaybookException refused ->
                CommandFailure.usage(String.valueOf(refused.getMessage()), "Nothing was started.");
            case WorkerFailedException worker -> CommandFailure.unreachable(String.valueOf(worker.getMessage()), "");
            case SettingsException settings ->
                CommandFailure.usage(String.join("\n", settings.faults()), "See: downbeat settings --help");
            case IllegalArgumentException input -> CommandFailure.usage(String.valueOf(input.getMessage()), "");
            default ->
                CommandFailure.failed(oneLine(fault), "This is not expected; --verbose shows where it happened.");
        };
    }

    private static String oneLine(Throwable fault) {
        String message = String.valueOf(fault.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return fault.getClass().getSimpleName() + ": " + message;
    }

    private static Map<String, Object> document(CommandFailure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("exit_code", failure.exitCode().code());
        document.put("message", failure.getMessage());
        document.put("next_step", failure.nextStep());
        return document;
    }
}
