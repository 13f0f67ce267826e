package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Terminal;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs one command line to its exit code; whatever goes wrong becomes one line on standard error. */
public final class CommandRunner {
    private final Console console =
            new Console(System.out, System.err, Terminal.detect(System.getenv(), System.getProperties()));

    /** Parses and runs; returns the exit code. */
    public int run(String... args) {
        CommandLine root = CommandTable.load().commandLine(args);
        boolean colour = console.terminal().colour();
        root.setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(120, Math.max(55, console.terminal().width())))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                // An argument that begins with @ is the command's own: --payload @FILE.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((fault, ignored) -> report(fault, args))
                .setExecutionExceptionHandler((fault, command, ignored) -> report(fault, command, args));
        return root.execute(args);
    }

    private int report(ParameterException fault, String... args) {
        return report(UsageFault.explain(fault), fault.getCommandLine(), args);
    }

    private int report(Exception fault, CommandLine command, String... args) {
        boolean verbose = Arrays.stream(args).anyMatch(arg -> arg.equals("-v") || arg.equals("--verbose"));
        return new FailureReport(console, verbose, wantsJson(command, args)).print(fault);
    }

    private static boolean wantsJson(CommandLine command, String... args) {
        CommandLine.Model.OptionSpec option = command.getCommandSpec().findOption("--json");
        return option != null
                && option.arity().max() == 0
                && Arrays.asList(args).contains("--json");
    }
}
