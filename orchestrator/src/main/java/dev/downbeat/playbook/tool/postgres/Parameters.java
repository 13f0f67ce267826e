package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.tool.PlainJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds plain data. Text has no type of its own, so that the server reads it as what the place needs; a list becomes an
 * array where the place is one; other lists and mappings become JSON. Stateless.
 */
final class Parameters {
    private Parameters() {}

    static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
        // A round trip, so only where the shape of the value does not tell.
        ParameterMetaData places =
                values.stream().anyMatch(List.class::isInstance) ? statement.getParameterMetaData() : null;
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            String type = places != null && value instanceof List ? places.getParameterTypeName(i + 1) : "";
            if (type.startsWith("_") && value instanceof List<?> list) {
                Object[] elements = list.stream().map(Parameters::element).toArray();
                statement.setArray(i + 1, statement.getConnection().createArrayOf(type.substring(1), elements));
            } else {
                bind(statement, i + 1, value);
            }
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.NULL);
        } else if (value instanceof BigInteger number) {
            statement.setBigDecimal(at, new BigDecimal(number));
        } else if (value instanceof Number || value instanceof Boolean) {
            statement.setObject(at, value);
        } else if (value instanceof Map || value instanceof List) {
            statement.setObject(at, PlainJson.text(value), Types.OTHER);
        } else {
            statement.setObject(at, value.toString(), Types.OTHER);
        }
    }

    private static @Nullable Object element(@Nullable Object value) {
        return value instanceof Map ? PlainJson.text(value) : value;
    }
}
