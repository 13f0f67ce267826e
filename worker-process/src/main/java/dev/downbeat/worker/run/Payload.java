package dev.downbeat.worker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user gives an execution beside the playbook's own workload. */
public final class Payload {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Payload() {}

    /**
     * Reads {@code JSON} or {@code @FILE}, and puts each {@code a.b=value} into it; a value that is JSON counts as such,
     * any other as text.
     *
     * @throws IllegalArgumentException if it is no JSON object; the message says where
     */
    public static Map<String, @Nullable Object> of(@Nullable String text, Map<String, String> sets) {
        Map<String, @Nullable Object> payload = text == null ? new LinkedHashMap<>() : object(text);
        sets.forEach((key, value) -> put(payload, key, value));
        return payload;
    }

    private static Map<String, @Nullable Object> object(String text) {
        String json = text.startsWith("@") ? read(Path.of(text.substring(1))) : text;
        try {
            JsonNode read = MAPPER.readTree(json);
            if (!read.isObject()) {
                throw new IllegalArgumentException("--payload is no JSON object: got %s. Expected {\"key\": value, …}."
                        .formatted(read.getNodeType().name().toLowerCase(Locale.ROOT)));
            }
            return MAPPER.convertValue(read, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "--payload is no JSON object: %s (line %d, column %d)."
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()),
                    e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("--payload: " + file + " cannot be read. Expected @FILE or JSON.", e);
        }
    }

    @SuppressWarnings("unchecked") // maps of this payload are its own
    private static void put(Map<String, @Nullable Object> payload, String path, String value) {
        String[] names = path.split("\\.", -1);
        Map<String, @Nullable Object> level = payload;
        for (int i = 0; i < names.length - 1; i++) {
            if (!(level.get(names[i]) instanceof Map)) {
                level.put(names[i], new LinkedHashMap<String, @Nullable Object>());
            }
            level = (Map<String, @Nullable Object>) level.get(names[i]);
        }
        level.put(names[names.length - 1], value(value));
    }

    private static @Nullable Object value(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            return text; // not JSON: plain text
        }
    }
}
