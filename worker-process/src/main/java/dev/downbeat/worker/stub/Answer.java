package dev.downbeat.worker.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stub server answers: status, headers and a body that is written as JSON.
 *
 * @param body plain maps, lists and scalars; {@code null} for an empty body
 * @param delayMillis how long the answer is held back
 */
record Answer(
        int status, Map<String, String> headers, @Nullable Object body, int delayMillis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer ok(Object body) {
        return new Answer(200, Map.of(), body, 0);
    }

    static Answer error(int status, String message) {
        return new Answer(status, Map.of(), Map.of("status", status, "message", message), 0);
    }

    /** An answer that says when to come again, as rate limiters do. */
    static Answer retryAfter(int status, String message) {
        return new Answer(status, Map.of("Retry-After", "1"), Map.of("status", status, "message", message), 0);
    }

    Answer delayed(int millis) {
        return new Answer(status, headers, body, millis);
    }

    byte[] json() {
        if (body == null || status == 204 || status == 304) {
            return new byte[0];
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stub answer is not plain data: status=" + status, e);
        }
    }
}
