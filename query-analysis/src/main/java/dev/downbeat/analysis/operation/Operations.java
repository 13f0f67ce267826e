package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.distribution.Distribution;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The production statements, with parameters that fit what {@link dev.downbeat.analysis.distribution.Loader} loads. */
public final class Operations {
    private Operations() {}

    /** Returns what can be built without a database. */
    public static List<Operation> builtFor(Distribution distribution) {
        List<Operation> operations = new ArrayList<>();
        operations.addAll(ClaimOperations.on(distribution.volume()));
        operations.addAll(FlushOperations.all());
        operations.addAll(CareOperations.all());
        return operations;
    }

    /**
     * Returns all that workers run.
     *
     * @param connection to the loaded distribution; what is recorded there is rolled back
     */
    public static List<Operation> workingOn(Distribution distribution, Connection connection) throws SQLException {
        List<Operation> operations = new ArrayList<>(builtFor(distribution));
        operations.addAll(WorkingOperations.recordedOn(connection));
        if (distribution.volume().loopItems() > 0) {
            operations.addAll(
                    LoopOperations.recordedOn(connection, distribution.volume().loopItems()));
        }
        return operations;
    }

    /** Returns what people look at. */
    public static List<Operation> lookingOn(Connection connection) throws SQLException {
        return LookingOperations.recordedOn(connection);
    }
}
