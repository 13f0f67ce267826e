package dev.downbeat.bench.run;

import dev.downbeat.bench.report.RunReport;

/** Turns what was counted into what is reported. */
final class RunReports {
    private RunReports() {}

    static RunReport.Database database(ServerStatistics before, ServerStatistics after, long tasks) {
        long hit = after.blocksHit() - before.blocksHit();
        long read = after.blocksRead() - before.blocksRead();
        return new RunReport.Database(
                (double) (after.commits() - before.commits()) / tasks,
                (double) (after.walBytes() - before.walBytes()) / tasks,
                after.deadTuples(),
                after.tableBytes(),
                after.indexBytes(),
                hit + read == 0 ? 1 : (double) hit / (hit + read));
    }
}
