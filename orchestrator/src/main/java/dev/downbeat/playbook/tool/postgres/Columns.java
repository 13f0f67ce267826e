package dev.downbeat.playbook.tool.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.downbeat.playbook.tool.PlainJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Makes plain data of rows: numbers, booleans and jsonb as they are, arrays as lists, times in ISO 8601, the rest as
 * text.
 */
final class Columns {
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    Columns(ResultSetMetaData meta) throws SQLException {
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            names.add(meta.getColumnLabel(column));
            types.add(meta.getColumnTypeName(column));
        }
    }

    List<String> names() {
        return names;
    }

    /** Returns the current row by column name; of two columns with the same name, the later one. */
    Map<String, @Nullable Object> row(ResultSet rows) throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= names.size(); column++) {
            row.put(names.get(column - 1), value(rows, column, types.get(column - 1)));
        }
        return row;
    }

    private static @Nullable Object value(ResultSet rows, int column, String type) throws SQLException {
        return switch (type) {
            case "bool" -> orNull(rows, rows.getBoolean(column));
            case "int2", "int4", "serial", "smallserial" -> orNull(rows, rows.getInt(column));
            case "int8", "oid", "bigserial" -> orNull(rows, rows.getLong(column));
            case "float4", "float8" -> orNull(rows, finite(rows.getDouble(column)));
            case "numeric" -> numeric(rows.getString(column));
            case "json", "jsonb" -> json(rows.getString(column));
            case "timestamptz" -> instant(rows, column);
            case "timestamp" -> local(rows, column);
            case "bytea" -> base64(rows.getBytes(column));
            default -> type.startsWith("_") ? list(rows.getArray(column)) : rows.getString(column);
        };
    }

    private static @Nullable Object orNull(ResultSet rows, @Nullable Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Whole numbers stay exact whole numbers; NaN and infinity are null. */
    private static @Nullable Object numeric(@Nullable String text) {
        if (text == null || Character.isLetter(text.charAt(text.length() - 1))) {
            return null;
        }
        var number = new BigDecimal(text);
        if (number.scale() > 0) {
            return number;
        }
        BigInteger whole = number.toBigInteger();
        return number.abs().compareTo(LONG_MAX) <= 0 ? (Object) whole.longValue() : whole;
    }

    private static @Nullable Object json(@Nullable String text) throws SQLException {
        if (text == null) {
            return null;
        }
        try {
            return PlainJson.read(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("The server sent JSON that cannot be read: " + e.getOriginalMessage(), "22032", e);
        }
    }

    private static @Nullable Object instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
        if (at == null) {
            return null;
        }
        boolean infinite = at.equals(OffsetDateTime.MAX) || at.equals(OffsetDateTime.MIN);
        return infinite
                ? rows.getString(column)
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static @Nullable Object local(ResultSet rows, int column) throws SQLException {
        LocalDateTime at = rows.getObject(column, LocalDateTime.class);
        if (at == null) {
            return null;
        }
        boolean infinite = at.equals(LocalDateTime.MAX) || at.equals(LocalDateTime.MIN);
        return infinite ? rows.getString(column) : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at);
    }

    private static @Nullable Object base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static @Nullable Object list(@Nullable Array array) throws SQLException {
        return array == null ? null : element(array.getArray(), array.getBaseTypeName());
    }

    private static @Nullable Object element(@Nullable Object value, String type) throws SQLException {
        if (value instanceof Object[] items) {
            List<@Nullable Object> list = new ArrayList<>(items.length);
            for (Object item : items) {
                list.add(element(item, type));
            }
            return list;
        }
        if (value instanceof BigDecimal number) {
            return numeric(number.toPlainString());
        }
        if (value instanceof Number || value instanceof Boolean || value == null) {
            return value instanceof Double number ? finite(number) : value;
        }
        if (value instanceof byte[] bytes) {
            return base64(bytes);
        }
        if (value instanceof Timestamp at) {
            return type.equals("timestamptz")
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            at.toInstant().atOffset(ZoneOffset.UTC))
                    : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at.toLocalDateTime());
        }
        String text = value instanceof PGobject object ? String.valueOf(object.getValue()) : value.toString();
        return type.startsWith("json") ? json(text) : text;
    }
}
