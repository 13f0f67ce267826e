package dev.downbeat.analysis.report;

import dev.downbeat.worker.cli.DocumentOption;
import java.nio.file.Path;

/** Writes statements, each runnable in psql and rolled back. */
public final class SqlFiles {
    private SqlFiles() {}

    /** Writes one, over what was there. */
    public static void write(Path folder, String scenario, String operation, String statement, String sql) {
        DocumentOption.write(folder.resolve(scenario + "." + operation + ".sql"), """
                -- %s on %s, as %s runs it.
                begin;
                explain (analyze, buffers, wal, settings)
                %s;
                rollback;
                """.formatted(
                        operation, scenario, statement, sql.strip()));
    }
}
