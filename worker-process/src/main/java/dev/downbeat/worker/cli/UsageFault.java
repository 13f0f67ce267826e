package dev.downbeat.worker.cli;

import dev.downbeat.worker.settings.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
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
            default -> CommandFailure.usage(value(fault), help);
        };
    }

    private static CommandFailure unmatched(UnmatchedArgumentException fault, CommandLine command, String help) {
        String word = fault.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return CommandFailure.usage(sentence("Unknown flag " + flag, Suggestion.among(flags(command), flag)), help);
        }
        List<String> names = command.getSubcommands().entrySet().stream()
                .filter(known ->
                        !known.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        return names.isEmpty()
                ? CommandFailure.usage("Unexpected argument '" + word + "'.", help)
                : CommandFailure.usage(
                        sentence("Unknown command '" + word + "'", Suggestion.among(names, word)),
                        "Commands: " + String.join(", ", names));
    }

    /** What was expected of an argument's value, in the words of settings. */
    private static String value(ParameterException fault) {
        ArgSpec argument = fault.getArgSpec();
        if (argument == null || fault.getValue() == null) {
            return String.valueOf(fault.getMessage());
        }
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return "%s: expected %s, got '%s'".formatted(name, expected(argument), fault.getValue());
    }

    private static String expected(ArgSpec argument) {
        Class<?> type = argument.typeInfo().getType();
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        boolean number =
                Set.of(int.class, long.class, Integer.class, Long.class).contains(type);
        return number ? "a whole number" : argument.paramLabel();
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
