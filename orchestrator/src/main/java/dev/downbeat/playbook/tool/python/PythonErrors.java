package dev.downbeat.playbook.tool.python;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classifies what went wrong in the playbook's own code. Stateless. */
final class PythonErrors {
    private PythonErrors() {}

    /** Returns the error for an exception, with its {@code type} and {@code traceback}. */
    static ErrorObject ofException(Map<String, @Nullable Object> answer) {
        String type = Objects.toString(answer.get("type"), "Exception");
        String message = Objects.toString(answer.get("message"), "");
        Integer status = answer.get("status") instanceof Integer number ? number : null;
        ErrorObject error = ErrorObject.of(
                        status == null ? kind(answer.get("bases")) : ErrorKind.ofStatus(status),
                        message.isEmpty() ? type : type + ": " + message)
                .withCode(type)
                .withDetail("type", type)
                .withDetail("traceback", answer.get("traceback"));
        if (answer.get("log") instanceof String printed && !printed.isEmpty()) {
            error = error.withDetail("log", printed.substring(Math.max(0, printed.length() - 2_000)));
        }
        return status == null ? error : error.withStatus(status);
    }

    /** Returns the error that a result with {@code status: error} or {@code failed} tells, else null. */
    static @Nullable ErrorObject told(Map<String, @Nullable Object> result) {
        if (!(result.get("status") instanceof String status)
                || !(status.equalsIgnoreCase("error") || status.equalsIgnoreCase("failed"))) {
            return null;
        }
        Object error = result.get("error");
        Map<String, @Nullable Object> detailed = PlainData.map(error).orElse(null);
        if (detailed != null) {
            return ErrorObject.from(detailed);
        }
        Object message = error == null ? result.get("message") : error;
        return ErrorObject.of(
                ErrorKind.UNKNOWN, message == null ? "the code returned status: " + status : message.toString());
    }

    private static ErrorKind kind(@Nullable Object bases) {
        List<?> names = bases instanceof List<?> list ? list : List.of();
        if (names.contains("TimeoutError") || names.contains("Timeout")) {
            return ErrorKind.TIMEOUT;
        }
        if (names.contains("ConnectionError") || names.contains("URLError")) {
            return ErrorKind.CONNECTION;
        }
        if (names.contains("JSONDecodeError") || names.contains("SyntaxError")) {
            return ErrorKind.PARSE;
        }
        return ErrorKind.UNKNOWN;
    }
}
