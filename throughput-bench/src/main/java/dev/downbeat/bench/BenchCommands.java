package dev.downbeat.bench;

import dev.downbeat.worker.cli.CommandProvider;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Adds {@code downbeat bench}. */
public final class BenchCommands implements CommandProvider {
    @Override
    public Map<String, Supplier<Callable<Integer>>> commands() {
        return Map.of("bench", BenchCommand::new);
    }
}
