package dev.downbeat.analysis;

import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Distributions;
import dev.downbeat.analysis.operation.Operation;
import dev.downbeat.analysis.operation.Operations;
import dev.downbeat.analysis.plan.Explain;
import dev.downbeat.analysis.report.SqlFiles;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description = {
            "Write the production statements as .sql files that run in psql, each explained and rolled back.",
            "Needs no database."
        })
final class ExtractCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "distributions; baseline for none")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/sql",
            description = "where to; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("target/sql");

    @Override
    public Integer call() {
        DSLContext dsl = Explain.rendering();
        int count = 0;
        for (Distribution distribution : chosen()) {
            for (Operation operation : Operations.builtFor(distribution)) {
                SqlFiles.write(
                        folder,
                        distribution.name(),
                        operation.name(),
                        operation.statement(),
                        operation.build().on(dsl).inlined());
                count++;
            }
        }
        common.console().line("%d statements in %s".formatted(count, folder));
        return ExitCode.GOOD.code();
    }

    private List<Distribution> chosen() {
        try {
            return Distributions.named(names.isEmpty() ? List.of("baseline") : names);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "See: downbeat analyze --list");
        }
    }
}
