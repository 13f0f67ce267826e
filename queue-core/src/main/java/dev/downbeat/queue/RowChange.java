package dev.downbeat.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A change of one row of a watched table, as its task gets it; with the chosen columns under their names.
 *
 * @param before the row as it was; null for an insert
 * @param after the row as it is; null for a delete
 * @param <R> a record of the columns, or a {@link com.fasterxml.jackson.databind.JsonNode}
 */
public record RowChange<R>(
        Operation operation,
        String schema,
        String table,
        @JsonProperty("old") @Nullable R before,
        @JsonProperty("new") @Nullable R after) {

    /** What was done to the row. */
    public enum Operation {
        @JsonProperty("insert")
        INSERT,
        @JsonProperty("update")
        UPDATE,
        @JsonProperty("delete")
        DELETE
    }
}
