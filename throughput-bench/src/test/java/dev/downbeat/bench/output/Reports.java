package dev.downbeat.bench.output;

import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import java.util.List;
import java.util.Map;

/** Reports with every part filled in. */
final class Reports {
    private Reports() {}

    static RunReport bare(String scenario) {
        return new RunReport(
                scenario,
                1,
                10,
                10,
                0,
                0,
                new RunReport.Enqueue(1, 10_000),
                new RunReport.Startup(900, 900, null),
                new RunReport.Execution(10),
                new RunReport.Throughput(1_000, 1_000),
                List.of(),
                RunReport.Latency.NONE,
                null,
                RunReport.Database.of(0.1, 100),
                Map.of(),
                0,
                0,
                List.of(),
                Further.NONE);
    }

    static RunReport complete(String scenario, int workers, double perSecond) {
        return new RunReport(
                scenario,
                workers,
                1_000,
                999,
                1,
                0,
                new RunReport.Enqueue(12, 83_000),
                new RunReport.Startup(900, 1_100, 700L),
                new RunReport.Execution(1_000),
                new RunReport.Throughput(perSecond, perSecond / workers),
                List.of(
                        new RunReport.Worker("worker-1", 500, 900, 990, 505, 1_200L, 40_000_000L, 12L),
                        new RunReport.Worker("worker-2", 499, 910, 1_000, 499, null, null, null)),
                new RunReport.Latency(3, 8, 12, 20),
                new RunReport.Latency(1, 2, 3, 4),
                new RunReport.Database(
                        0.02,
                        850,
                        10,
                        8_192,
                        16_384,
                        0.99,
                        Map.of("WAL records", 4_000.0),
                        List.of(new RunReport.Statement("select 1 where a < b", 10, 12.5, 10, 0))),
                Map.of("cores", "2"),
                0,
                1,
                List.of("worker-2: ended with code 137\n    its <last> words"),
                Further.NONE
                        .with(new Further.Ceiling("stages", 100_000, 0.5, Map.of("stages", 100_000.0)))
                        .with(Further.Floor.of(new RunReport.Latency(1, 2, 3, 4), new RunReport.Latency(0.5, 1, 2, 4)))
                        .with(new Further.Timeline(
                                100, Map.of("worker-1", List.of(10L, 200L, 290L), "worker-2", List.of(9L, 190L, 300L))))
                        .with(new Further.Repeats(List.of(perSecond, perSecond * 1.1), perSecond, 0.05))
                        .with(new Further.Rescue(7, 0, 15_200))
                        .curve(List.of(
                                new Further.Percentile(0, 1),
                                new Further.Percentile(50, 3),
                                new Further.Percentile(99, 12)))
                        .compared(List.of(new Further.Compared("throughput/s", "worse", 1_200, perSecond, "far below")))
                        .with(new Machine(10, 0.05, 0.01))
                        .profiled(List.of(new Further.HotMethod("java.lang.Thread.run", 12.5))));
    }
}
