package dev.downbeat.worker.query;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement gave: rows, or a count of rows that it changed.
 *
 * @param columns names; empty for a statement without rows
 * @param rows values in the order of the columns
 * @param changed rows changed, or -1 for a statement with rows
 * @param capped whether there were more rows than shown
 */
public record Answer(List<String> columns, List<List<@Nullable Object>> rows, int changed, boolean capped) {
    public Answer {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(rows);
    }

    static Answer changed(int count) {
        return new Answer(List.of(), List.of(), count, false);
    }

    boolean hasRows() {
        return changed < 0;
    }
}
