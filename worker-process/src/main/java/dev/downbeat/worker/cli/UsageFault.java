package dev.downbeat.worker.cli;

import dev.downbeat.worker.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and what was probably meant. */
final class UsageFault {
    private UsageFault() {}

    static CommandFailure explain(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        String help = "See: " + command.getCommandSpec().qualifiedName() + " --help";
        return switch (fault) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, command, help);
            case MissingParameterException missing -> CommandFailure.usage(missing.getMessage() + ".", help);
            default -> CommandFailure.usage(String.valueOf(fault.getMessage()), help);
        };
    }

    private static CommandFailure unmatched(UnmatchedArgumentException fault, CommandLine command, String help) {
        String word = fault.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return CommandFailure.usage(sentence("Unknown flag " + flag, Suggestion.among(flags(command), flag)), help);
        }
        List<String> names = new ArrayList<>(command.getSubcommands().keySet());
        return names.isEmpty()
                ? CommandFailure.usage("Unexpected argument '" + word + "'.", help)
                : CommandFailure.usage(
                        sentence("Unknown command '" + word + "'", Suggestion.among(names, word)),
                        "Commands: " + String.join(", ", names));
    }

    private static String sentence(String text, String suggestion) {
        return text + (suggestion.isEmpty() ? "." : suggestion);
    }

    private static List<String> flags(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList();
    }
}
