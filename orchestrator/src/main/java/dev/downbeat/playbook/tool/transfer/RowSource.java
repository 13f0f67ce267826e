package dev.downbeat.playbook.tool.transfer;

import dev.downbeat.playbook.tool.ToolException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where rows come from, one after another. */
interface RowSource extends AutoCloseable {

    /** Returns the fields that every row has, in their order; asked for when no mapping is given. */
    List<String> fields() throws ToolException, SQLException;

    /** Moves to the next row; false at the end. */
    boolean next() throws SQLException;

    /** Returns a field of the current row: plain data, or text as PostgreSQL writes the type. */
    @Nullable
    Object value(String field) throws SQLException;

    @Override
    void close() throws SQLException;
}
