package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.overview.QueueDepths;
import java.util.List;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;

@Command(
        name = "queues",
        mixinStandardHelpOptions = true,
        description = "List the queues with what they hold; pause or resume them.",
        subcommands = {PauseQueues.Pause.class, PauseQueues.Resume.class})
final class QueuesCommand extends OverviewCommand<QueueDepths.Depth> {
    @Override
    List<QueueDepths.Depth> read(DSLContext sql) {
        return QueueDepths.read(sql);
    }

    @Override
    TextTable headers() {
        return TextTable.of("QUEUE", ">READY", ">RUNNING", ">SCHEDULED", ">WAITING", "OLDEST READY", "PAUSED");
    }

    @Override
    void add(TextTable table, QueueDepths.Depth row) {
        table.row(
                row.queue(),
                row.ready(),
                row.running(),
                row.scheduled(),
                row.waiting(),
                Moments.local(row.oldestReady()),
                row.paused() ? "paused" : "");
    }
}
