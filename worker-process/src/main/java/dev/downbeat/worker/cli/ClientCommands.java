package dev.downbeat.worker.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** This module's own commands, in the order that help lists them. */
final class ClientCommands implements CommandProvider {
    @Override
    public Map<String, Supplier<Callable<Integer>>> commands() {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("exec", ExecCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("events", EventsCommand::new);
        commands.put("cancel", CancelCommand::new);
        commands.put("retry", RetryCommand::new);
        commands.put("catalog", CatalogCommand::new);
        commands.put("credential", CredentialCommand::new);
        commands.put("query", QueryCommand::new);
        commands.put("enqueue", EnqueueCommand::new);
        commands.put("queues", QueuesCommand::new);
        commands.put("tasks", TasksCommand::new);
        commands.put("workers", WorkersCommand::new);
        commands.put("failed", FailedCommand::new);
        commands.put("worker", WorkerCommand::new);
        commands.put("db", DbCommand::new);
        commands.put("settings", SettingsCommand::new);
        commands.put("train", TrainCommand::new);
        return commands;
    }
}
