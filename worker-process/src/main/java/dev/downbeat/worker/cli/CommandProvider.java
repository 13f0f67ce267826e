package dev.downbeat.worker.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Adds subcommands to {@code downbeat}; found by {@link java.util.ServiceLoader}.
 *
 * <p>A command is an object annotated for picocli with {@code @Command} that returns its exit code. It takes part in the
 * common flags with {@code @Mixin CommonOptions}.
 */
public interface CommandProvider {
    /** Returns the commands by name; a command is made only when it is called or help is asked for. */
    Map<String, Supplier<Callable<Integer>>> commands();
}
