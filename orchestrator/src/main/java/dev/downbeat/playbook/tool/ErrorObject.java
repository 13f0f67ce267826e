package dev.downbeat.playbook.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as playbooks see it, under the name {@code error}.
 *
 * @param kind the sort of failure
 * @param status the HTTP status, if there was one
 * @param message one line for a person
 * @param code the finer code of the source: an SQLSTATE, an exception's class, an exit code
 * @param retryable whether trying again unchanged can help
 * @param details further plain data, such as {@code traceback} or {@code retry_after} (seconds)
 */
public record ErrorObject(
        ErrorKind kind,
        @Nullable Integer status,
        String message,
        @Nullable String code,
        boolean retryable,
        Map<String, @Nullable Object> details) {

    public ErrorObject {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Returns an error of this kind, as retryable as the kind is. */
    public static ErrorObject of(ErrorKind kind, String message) {
        return new ErrorObject(kind, null, message, null, kind.retryable(), Map.of());
    }

    /** Reads an error back from {@link #toMap()}; what is missing or of another type is filled in. */
    public static ErrorObject from(Map<String, ? extends @Nullable Object> map) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(map);
        ErrorKind kind = details.remove("kind") instanceof String word
                ? ErrorKind.of(word).orElse(ErrorKind.UNKNOWN)
                : ErrorKind.UNKNOWN;
        Integer status = details.remove("status") instanceof Number number ? (Integer) number.intValue() : null;
        Object message = details.remove("message");
        Object code = details.remove("code");
        boolean retryable = details.remove("retryable") instanceof Boolean told ? told : kind.retryable();
        return new ErrorObject(
                kind,
                status,
                message == null ? kind.word() : message.toString(),
                code == null ? null : code.toString(),
                retryable,
                details);
    }

    /** Returns this error with a status. */
    public ErrorObject withStatus(int other) {
        return new ErrorObject(kind, other, message, code, retryable, details);
    }

    /** Returns this error with a code. */
    public ErrorObject withCode(@Nullable String other) {
        return new ErrorObject(kind, status, message, other, retryable, details);
    }

    /** Returns this error with one more detail; null changes nothing. */
    public ErrorObject withDetail(String key, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, @Nullable Object> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new ErrorObject(kind, status, message, code, retryable, more);
    }

    /** Returns the plain data that templates and events see: kind, status, message, code, retryable and the details. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", kind.word());
        map.put("status", status);
        map.put("message", message);
        map.put("code", code);
        map.put("retryable", retryable);
        details.forEach(map::putIfAbsent);
        return map;
    }
}
