package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import picocli.CommandLine.Mixin;

/** A command that reads rows and prints them, as a table or as one JSON array. */
abstract class OverviewCommand<T> implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public final Integer call() {
        try (Session session = common.open(1)) {
            List<T> rows = read(DSL.using(session.dataSource(), SQLDialect.POSTGRES));
            if (json.wanted()) {
                common.console().json(rows);
            } else {
                TextTable table = headers();
                rows.forEach(row -> add(table, row));
                common.console().table(table);
            }
            return ExitCode.GOOD.code();
        }
    }

    abstract List<T> read(DSLContext sql);

    abstract TextTable headers();

    abstract void add(TextTable table, T row);
}
