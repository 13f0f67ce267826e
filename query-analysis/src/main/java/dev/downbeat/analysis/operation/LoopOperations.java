package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.playbook.catalog.Catalog;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.run.Engine;
import dev.downbeat.playbook.run.LoopDispatch;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.sql.LentConnections;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.queue.Queue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** What every item of a playbook's loop costs beside its claim. */
final class LoopOperations {
    private static final long EXECUTION = 1;
    private static final int VISIT = 1;

    private LoopOperations() {}

    /**
     * Ends the item that runs and hands out the next.
     *
     * @param items of the loop that was loaded, of which the first half is done
     */
    static List<Operation> recordedOn(Connection connection, int items) throws SQLException {
        return new Rehearsal(connection)
                .play(
                        "loop-item",
                        "LoopWrites",
                        Cost.FLAT,
                        to -> LoopDispatch.endItem(
                                engine(to.dataSource()), to.connection(), EXECUTION, VISIT, items / 2))
                .operations();
    }

    private static Engine engine(DataSource source) {
        LentConnections connections = new LentConnections(source);
        DSLContext sql = DSL.using(connections, SQLDialect.POSTGRES);
        return new Engine(
                source,
                connections,
                sql,
                Queue.on(source),
                new Catalog(sql, ParseOptions.DEFAULT),
                new Results(sql),
                Templates.standard(),
                PlaybookSettings.DEFAULTS.inlineMaxBytes(),
                "analysis");
    }
}
