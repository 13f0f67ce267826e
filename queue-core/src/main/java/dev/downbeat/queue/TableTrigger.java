package dev.downbeat.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs a task for every change of a table's rows, enqueued in the transaction that makes it.
 *
 * <p>It stands once it is {@linkplain TableTriggers#put put}, whoever changes the table, until it is removed.
 *
 * @param name identifies the trigger; 1 to 200 characters
 * @param schema of the table, as the catalog has it, without quotes
 * @param table as the catalog has it, without quotes
 * @param operations what to watch; all three unless told otherwise
 * @param columns what the task gets of a row; all if empty. An update that changes none of those chosen enqueues nothing
 */
public record TableTrigger<R>(
        String name,
        String schema,
        String table,
        Task<RowChange<R>, ?> task,
        Set<RowChange.Operation> operations,
        List<String> columns) {

    public TableTrigger {
        Names.check("table trigger name", name);
        operations = Set.copyOf(operations);
        columns = List.copyOf(columns);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("A table trigger needs an operation to watch: name=" + name);
        }
    }

    /** Returns a trigger on all operations, with all columns. */
    public static <R> TableTrigger<R> of(String name, String schema, String table, Task<RowChange<R>, ?> task) {
        return new TableTrigger<>(name, schema, table, task, EnumSet.allOf(RowChange.Operation.class), List.of());
    }

    /** Returns this trigger on these operations only. */
    public TableTrigger<R> on(RowChange.Operation first, RowChange.Operation... more) {
        return new TableTrigger<>(name, schema, table, task, EnumSet.of(first, more), columns);
    }

    /** Returns this trigger with these columns only. */
    public TableTrigger<R> columns(String... chosen) {
        return new TableTrigger<>(name, schema, table, task, operations, List.of(chosen));
    }
}
