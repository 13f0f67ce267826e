package dev.downbeat.playbook.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.downbeat.playbook.template.Deferred;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Plain data to JSON and back. Floating point numbers that are none (NaN, infinity) become null,
 * what is deferred is resolved as it is written. Stateless. */
public final class PlainJson {
    private static final int MAX_TEXT = 256 << 20;

    private static final ObjectMapper MAPPER = mapper(new Resolved());

    private PlainJson() {}

    /** Returns what maps plain data, with another way to write what is deferred. */
    public static ObjectMapper mapper(JsonSerializer<Deferred> deferred) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(MAX_TEXT)
                                .build())
                        // Large payloads have unbounded sets of keys: interning them would fill a table for nothing.
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                        .build())
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(new SimpleModule()
                        .addSerializer(Double.class, new FiniteDouble())
                        .addSerializer(Float.class, new FiniteFloat())
                        .addSerializer(Deferred.class, deferred))
                .build();
    }

    /** Reads one JSON document; the stream is left open. */
    public static @Nullable Object read(InputStream source) throws IOException {
        return MAPPER.readValue(source, Object.class);
    }

    /** Reads one JSON document. */
    public static @Nullable Object read(byte[] source) throws IOException {
        return MAPPER.readValue(source, Object.class);
    }

    /** Reads one JSON document. */
    public static @Nullable Object read(String source) throws JsonProcessingException {
        return MAPPER.readValue(source, Object.class);
    }

    /** Writes a value; the stream is left open. */
    public static void write(OutputStream target, @Nullable Object value) throws IOException {
        MAPPER.writeValue(target, value);
    }

    /** Returns a value's JSON in UTF-8. */
    public static byte[] bytes(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw notPlain(e);
        }
    }

    /** Returns a value's JSON. */
    public static String text(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw notPlain(e);
        }
    }

    private static IllegalArgumentException notPlain(JsonProcessingException e) {
        return new IllegalArgumentException("Not plain data: " + e.getOriginalMessage(), e);
    }

    private static final class Resolved extends StdSerializer<Deferred> {
        @Serial
        private static final long serialVersionUID = 1L;

        Resolved() {
            super(Deferred.class);
        }

        @Override
        public void serialize(Deferred value, JsonGenerator target, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.resolve(), target);
        }
    }

    private static final class FiniteDouble extends StdSerializer<Double> {
        @Serial
        private static final long serialVersionUID = 1L;

        FiniteDouble() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator target, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                target.writeNumber(value);
            } else {
                target.writeNull();
            }
        }
    }

    private static final class FiniteFloat extends StdSerializer<Float> {
        @Serial
        private static final long serialVersionUID = 1L;

        FiniteFloat() {
            super(Float.class);
        }

        @Override
        public void serialize(Float value, JsonGenerator target, SerializerProvider provider) throws IOException {
            if (Float.isFinite(value)) {
                target.writeNumber(value);
            } else {
                target.writeNull();
            }
        }
    }
}
