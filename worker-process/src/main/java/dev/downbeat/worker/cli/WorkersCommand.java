package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.overview.LiveWorkers;
import java.util.List;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;

@Command(name = "workers", mixinStandardHelpOptions = true, description = "List the workers that take part.")
final class WorkersCommand extends OverviewCommand<LiveWorkers.Live> {
    @Override
    List<LiveWorkers.Live> read(DSLContext sql) {
        return LiveWorkers.read(sql);
    }

    @Override
    TextTable headers() {
        return TextTable.of(">ID", "NAME", "HOST", ">PID", ">SLOTS", ">RUNNING", "STATE", "STARTED");
    }

    @Override
    void add(TextTable table, LiveWorkers.Live row) {
        table.row(
                row.id(),
                row.name(),
                row.host(),
                row.pid(),
                row.concurrency(),
                row.running(),
                row.silent() ? "silent" : "live",
                Moments.local(row.startedAt()));
    }
}
