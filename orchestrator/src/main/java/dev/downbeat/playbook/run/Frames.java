package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.sql.HotStatement;
import dev.downbeat.playbook.status.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the frame of a command: one statement, a handful of index probes, whatever the size of the loop. */
final class Frames {
    // The chunk that holds item n is the last that begins at or before it.
    static final HotStatement READ = HotStatement.of("""
            select run.status, run.playbook_id, run.parent_execution_id, run.parent_visit, run.parent_item, run.depth, run.ctx,
                v.step, v.status, v.args, v.attempt, v.state,
                l.total, l.width, l.fail_fast, l.started, l.succeeded, l.failed, l.stopped,
                i.status, i.attempt, i.state,
                (select c.elements -> (? - c.first_item) from downbeat.loop_chunk c
                    where c.execution_id = v.execution_id and c.visit = v.visit and c.first_item <= ?
                    order by c.first_item desc limit 1),
                child.execution_id, child.status, child.result, child.error, p.path
            from downbeat.playbook_execution run
            join downbeat.visit v on v.execution_id = run.execution_id and v.visit = ?
            left join downbeat.loop l on l.execution_id = v.execution_id and l.visit = v.visit
            left join downbeat.loop_item i on i.execution_id = v.execution_id and i.visit = v.visit and i.item = ?
            left join downbeat.playbook_execution child
                on child.execution_id = coalesce(i.child_execution_id, v.child_execution_id)
            left join downbeat.playbook p on p.playbook_id = child.playbook_id
            where run.execution_id = ?
            """);

    private Frames() {}

    static Optional<Frame> read(DataSource database, StepCommand command) {
        return READ.first(
                database,
                row -> frame(command, row),
                command.item(),
                command.item(),
                command.visit(),
                command.item(),
                command.executionId());
    }

    private static Frame frame(StepCommand command, ResultSet row) throws SQLException {
        VisitStatus visitStatus = VisitStatus.of(row.getString(9));
        return new Frame(
                command,
                RunStatus.of(row.getString(1)),
                row.getLong(2),
                RunRows.parent(row, 3, 4, 5),
                row.getInt(6),
                HotStatement.json(row, 7),
                row.getString(8),
                visitStatus,
                RowJson.map(HotStatement.json(row, 10)),
                call(command, visitStatus, row),
                loop(row),
                HotStatement.json(row, 23),
                child(row));
    }

    private static Frame.Call call(StepCommand command, VisitStatus visitStatus, ResultSet row) throws SQLException {
        return command.aboutItem()
                ? new Frame.Call(
                        VisitStatus.of(row.getString(20)), row.getInt(21), CallState.of(HotStatement.json(row, 22)))
                : new Frame.Call(visitStatus, row.getInt(11), CallState.of(HotStatement.json(row, 12)));
    }

    private static @Nullable LoopState loop(ResultSet row) throws SQLException {
        Integer total = HotStatement.integer(row, 13);
        return total == null
                ? null
                : new LoopState(
                        total,
                        row.getInt(14),
                        row.getBoolean(15),
                        row.getInt(16),
                        row.getInt(17),
                        row.getInt(18),
                        row.getBoolean(19));
    }

    private static Frame.@Nullable Child child(ResultSet row) throws SQLException {
        long id = row.getLong(24);
        return row.wasNull()
                ? null
                : new Frame.Child(
                        id,
                        row.getString(28),
                        RunStatus.of(row.getString(25)),
                        HotStatement.json(row, 26),
                        HotStatement.json(row, 27));
    }
}
