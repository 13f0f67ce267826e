package dev.downbeat.playbook.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.tool.PlainJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Plain data (maps, lists, scalars, null) to the JSON that rows hold, and back. What is deferred is resolved as it is written, unless it is
 * kept by reference already: then the reference is written again.
 */
public final class RowJson {
    private static final ObjectMapper MAPPER = PlainJson.mapper(new DeferredWriter(true));
    private static final ObjectMapper WHOLE = PlainJson.mapper(new DeferredWriter(false));

    private RowJson() {}

    /**
     * Returns a value as JSON text.
     *
     * @throws UnstorableException if it is no plain data, or Postgres cannot hold it
     */
    public static String text(@Nullable Object value) {
        String json;
        try {
            json = MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UnstorableException("The value is no JSON: " + e.getOriginalMessage());
        }
        refuseNul(json);
        return json;
    }

    /** Returns a value as UTF-8 JSON. */
    static byte[] bytes(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UnstorableException("The value is no JSON: " + e.getOriginalMessage());
        }
    }

    /** Returns a value as what a jsonb column takes. */
    public static JSONB column(@Nullable Object value) {
        return JSONB.jsonb(text(value));
    }

    /** Returns the plain data of a column; null for SQL null and for a JSON null. */
    public static @Nullable Object plain(@Nullable JSONB column) {
        return column == null ? null : plain(column.data());
    }

    /** Returns the plain data of a JSON text. */
    public static @Nullable Object plain(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Object plain(byte[] json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the mapping in a column, in its order; empty for anything else. */
    public static Map<String, @Nullable Object> map(@Nullable JSONB column) {
        return map(plain(column));
    }

    /** Returns a copy of a mapping with its keys as text; empty for anything else. */
    public static Map<String, @Nullable Object> map(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, field) -> map.put(String.valueOf(key), field));
        }
        return map;
    }

    /** Returns a column as a tree; null for SQL null and for a JSON null. */
    public static @Nullable JsonNode tree(@Nullable JSONB column) {
        if (column == null) {
            return null;
        }
        try {
            JsonNode node = MAPPER.readTree(column.data());
            return node.isNull() ? null : node;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns plain data as a tree, every reference in it resolved. */
    public static JsonNode whole(@Nullable Object value) {
        return WHOLE.valueToTree(value);
    }

    /** Postgres has no NUL in text; an escaped backslash before u0000 is harmless. */
    static void refuseNul(String json) {
        for (int at = json.indexOf("\\u0000"); at >= 0; at = json.indexOf("\\u0000", at + 1)) {
            int backslashes = 1;
            while (at - backslashes >= 0 && json.charAt(at - backslashes) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 1) {
                throw new UnstorableException("The value holds a NUL character, which Postgres cannot keep");
            }
        }
    }

    private static final class DeferredWriter extends JsonSerializer<Deferred> {
        private final boolean keepReferences;

        DeferredWriter(boolean keepReferences) {
            this.keepReferences = keepReferences;
        }

        @Override
        public void serialize(Deferred deferred, JsonGenerator out, SerializerProvider provider) throws IOException {
            boolean kept = keepReferences && deferred instanceof Kept;
            provider.defaultSerializeValue(kept ? ((Kept) deferred).reference() : deferred.resolve(), out);
        }
    }
}
