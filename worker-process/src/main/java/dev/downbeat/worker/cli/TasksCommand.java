package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.overview.TaskCounts;
import java.util.List;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;

@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "List the tasks with how they fare; pause or resume them.",
        subcommands = {PauseTasks.Pause.class, PauseTasks.Resume.class})
final class TasksCommand extends OverviewCommand<TaskCounts.Count> {
    @Override
    List<TaskCounts.Count> read(DSLContext sql) {
        return TaskCounts.read(sql);
    }

    @Override
    TextTable headers() {
        return TextTable.of("TASK", "QUEUE", ">ATTEMPTS", ">READY", ">RUNNING", ">COMPLETED", ">FAILED", "PAUSED");
    }

    @Override
    void add(TextTable table, TaskCounts.Count row) {
        table.row(
                row.task(),
                row.queue(),
                row.maxAttempts(),
                row.ready(),
                row.running(),
                row.completed(),
                row.failed(),
                row.paused() ? "paused" : "");
    }
}
