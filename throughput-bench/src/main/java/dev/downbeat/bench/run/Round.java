package dev.downbeat.bench.run;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one measurement left, before it is told.
 *
 * @param scenario what was run
 * @param workerFaults what went wrong with worker processes
 * @param enqueue how fast the work came in
 * @param finished the workers that came to their end
 * @param span from all started to all stopped
 * @param before the server's counters before it
 * @param after and after it
 * @param books what became of each execution
 * @param measured when and by whom
 * @param rescue what another worker had to do after these; nothing if all came to their end
 */
record Round(
        Scenario scenario,
        List<String> workerFaults,
        RunReport.Enqueue enqueue,
        List<Fleet.Finished> finished,
        Span span,
        ServerStatistics before,
        ServerStatistics after,
        Books books,
        Measured measured,
        Further.@Nullable Rescue rescue) {

    /** Returns the report. */
    RunReport report(@Nullable Long startupAloneMillis, Map<String, String> env) {
        double perSecond = (books.processed() + books.children()) * 1000.0 / span.millis();
        return new RunReport(
                scenario.name(),
                scenario.workers(),
                scenario.tasks(),
                books.processed(),
                books.lost(),
                books.duplicated(),
                enqueue,
                startup(startupAloneMillis),
                new RunReport.Execution(span.millis()),
                new RunReport.Throughput(perSecond, perSecond / scenario.workers()),
                finished.stream().map(measured::worker).toList(),
                measured.latency(),
                null,
                database(),
                env,
                books.failed(),
                books.reclaimed(),
                faults(),
                Further.NONE.with(measured.timeline()).curve(measured.curve()).with(rescue));
    }

    private RunReport.Startup startup(@Nullable Long aloneMillis) {
        var millis = finished.stream()
                .mapToLong(worker -> worker.ready().startupMillis())
                .summaryStatistics();
        return new RunReport.Startup(millis.getAverage(), finished.isEmpty() ? 0 : millis.getMax(), aloneMillis);
    }

    private RunReport.Database database() {
        long hit = after.blocksHit() - before.blocksHit();
        long read = after.blocksRead() - before.blocksRead();
        return new RunReport.Database(
                (double) (after.commits() - before.commits()) / scenario.tasks(),
                (double) (after.walBytes() - before.walBytes()) / scenario.tasks(),
                after.deadTuples(),
                after.tableBytes(),
                after.indexBytes(),
                hit + read == 0 ? 1 : (double) hit / (hit + read),
                after.activitySince(before),
                after.statements());
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>(workerFaults);
        long expectedChildren = scenario.tasks() * (scenario.task().executionsPerTask(scenario.size()) - 1L);
        if (!scenario.task().isPlaybook() && books.children() != expectedChildren) {
            faults.add("expected %d child executions, found %d".formatted(expectedChildren, books.children()));
        }
        if (books.unfinished() > 0) {
            faults.add("%d executions are still unfinished".formatted(books.unfinished()));
        }
        return faults;
    }
}
