package dev.downbeat.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How payloads, results and errors become JSON text, and come back. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // By thread, as the default is, every virtual thread would allocate its own.
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Map<Type, Codec<?>> CODECS = new ConcurrentHashMap<>();

    private Json() {}

    /** Returns the codec of a type; made once for each. */
    @SuppressWarnings("unchecked") // the type is the one that a task declares for T
    static <T extends @Nullable Object> Codec<T> codec(Type type) {
        return (Codec<T>) CODECS.computeIfAbsent(type, key -> new Codec<>(MAPPER, key));
    }

    static ExecutionError error(@Nullable String json) {
        if (json == null) {
            return new ExecutionError(ExecutionError.Kind.FAILURE, "", "");
        }
        try {
            return MAPPER.readValue(json, ExecutionError.class);
        } catch (JsonProcessingException e) {
            return new ExecutionError(ExecutionError.Kind.FAILURE, "", json);
        }
    }

    static String text(ExecutionError error) {
        try {
            return MAPPER.writeValueAsString(error);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An error record is always JSON.", e);
        }
    }

    static @Nullable JsonNode tree(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw mismatch("A stored document", e);
        }
    }

    static JsonMismatchException mismatch(String what, JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "$";
        return new JsonMismatchException(what, path, e.getOriginalMessage(), e);
    }

    private static String path(JsonMappingException e) {
        var path = new StringBuilder("$");
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append('.').append(step.getFieldName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
