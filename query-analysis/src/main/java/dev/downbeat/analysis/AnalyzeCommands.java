package dev.downbeat.analysis;

import dev.downbeat.worker.cli.CommandProvider;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Adds {@code downbeat analyze}. */
public final class AnalyzeCommands implements CommandProvider {
    @Override
    public Map<String, Supplier<Callable<Integer>>> commands() {
        return Map.of("analyze", AnalyzeCommand::new);
    }
}
