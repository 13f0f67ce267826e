package dev.downbeat.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads and writes one declared type. A null is no document at all. Safe for any thread. */
final class Codec<T extends @Nullable Object> {

    /** Larger documents are refused: jsonb ends at 256 MB, and a row this large helps nobody. */
    static final int MAX_CHARS = 64 * 1024 * 1024;

    // What is longer is read piece by piece.
    private static final int SHORT_CHARS = 8_000;

    private static final String NUL = "\\u0000";

    private final JavaType type;
    private final ObjectReader reader;
    private final ObjectReader shortReader;
    private final ObjectWriter writer;

    Codec(JsonMapper mapper, Type type) {
        this.type = mapper.constructType(type);
        this.reader = mapper.readerFor(this.type);
        this.shortReader = reader.with(unpooled(mapper));
        this.writer = mapper.writerFor(this.type);
    }

    /** The parser of a short text needs no buffer but the text: to ask a pool for some costs more than to read it. */
    private static JsonFactory unpooled(JsonMapper mapper) {
        return mapper.getFactory()
                .rebuild()
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .build()
                .setCodec(mapper);
    }

    /**
     * Returns JSON text that Postgres can store.
     *
     * @throws JsonMismatchException if the value is not of the type, or cannot be stored
     */
    @Nullable
    String encode(String what, T value) {
        if (value == null) {
            return null;
        }
        String json;
        try {
            json = writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw Json.mismatch(what, e);
        }
        if (json.length() > MAX_CHARS) {
            throw new JsonMismatchException(
                    what, "$", "it has %d characters, %d are allowed".formatted(json.length(), MAX_CHARS), null);
        }
        if (containsNul(json)) {
            throw new JsonMismatchException(
                    what, "$", "it contains the character NUL, which Postgres cannot store", null);
        }
        return json;
    }

    /**
     * Returns JSON text that is known to be readable again as the type.
     *
     * @throws JsonMismatchException if it is not
     */
    @Nullable
    String encodeReadable(String what, T value) {
        String json = encode(what, value);
        if (json != null && !JsonNode.class.isAssignableFrom(type.getRawClass())) {
            decode(what, json);
        }
        return json;
    }

    /**
     * Returns the value of the JSON text.
     *
     * @throws JsonMismatchException if it does not fit the type
     */
    @SuppressWarnings("NullAway") // null where T admits it: a task without a payload, a handler that returned null
    T decode(String what, @Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return json.length() <= SHORT_CHARS ? readShort(json) : reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw Json.mismatch(what, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory", e);
        }
    }

    /** Reads an array in place, where a string would be copied into a buffer. */
    private T readShort(String json) throws IOException {
        char[] chars = json.toCharArray();
        try (JsonParser parser = shortReader.createParser(chars, 0, chars.length)) {
            return shortReader.readValue(parser);
        }
    }

    private static boolean containsNul(String json) {
        for (int at = json.indexOf(NUL); at >= 0; at = json.indexOf(NUL, at + 1)) {
            int backslashes = 1;
            while (at - backslashes >= 0 && json.charAt(at - backslashes) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 1) {
                return true;
            }
        }
        return false;
    }
}
