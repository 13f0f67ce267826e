package dev.downbeat.queue;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table trigger as the database has it, see {@link TableTrigger}.
 *
 * @param table schema and name, quoted where they need it; null if the table was dropped
 */
public record StoredTableTrigger(
        String name, @Nullable String table, String task, Set<RowChange.Operation> operations, List<String> columns) {}
