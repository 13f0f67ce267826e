package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainJson;
import dev.downbeat.playbook.tool.ToolException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the result {@code {status_code, headers, url, elapsed, data}} of a response, or the error that keeps it.
 * Stateless.
 */
final class HttpResult {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w.:-]+)");

    private HttpResult() {}

    static Map<String, @Nullable Object> of(HttpCall call, HttpResponse<byte[]> response, Duration elapsed)
            throws ToolException {
        int status = response.statusCode();
        boolean success = status < 300 || (status < 400 && !call.followRedirects());
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        Map<String, @Nullable Object> wrapper = new LinkedHashMap<>();
        wrapper.put("status_code", status);
        wrapper.put("headers", headers(response.headers()));
        wrapper.put("url", call.uri().toString());
        wrapper.put("elapsed", elapsed.toMillis() / 1_000.0);
        wrapper.put("data", null);
        try {
            wrapper.put("data", data(response.body(), type));
        } catch (IOException e) {
            wrapper.put("data", text(response.body(), type));
            if (success) {
                ErrorObject error =
                        ErrorObject.of(ErrorKind.PARSE, "the response says it is JSON and is not: " + call.shown());
                throw new ToolException(error.withStatus(status), wrapper, e);
            }
        }
        if (!success) {
            throw new ToolException(error(call, response), wrapper, null);
        }
        return wrapper;
    }

    private static ErrorObject error(HttpCall call, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return ErrorObject.of(ErrorKind.ofStatus(status), "HTTP %d: %s".formatted(status, call.shown()))
                .withStatus(status)
                .withCode("HTTP_" + status)
                .withDetail(
                        "retry_after",
                        response.headers()
                                .firstValue("retry-after")
                                .map(HttpResult::seconds)
                                .orElse(null));
    }

    /** Returns {@code Retry-After} in seconds; it may be a number or a date. */
    private static @Nullable Long seconds(String retryAfter) {
        try {
            return Long.valueOf(retryAfter.strip());
        } catch (NumberFormatException e) {
            // A date, then.
        }
        try {
            Instant at = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(Instant.now(), at).toSeconds());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Map<String, @Nullable Object> headers(HttpHeaders headers) {
        Map<String, @Nullable Object> joined = new LinkedHashMap<>();
        headers.map().forEach((name, values) -> joined.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return joined;
    }

    /** Returns the body as data: JSON by its type or its first character, else text, else Base64. */
    private static @Nullable Object data(byte[] body, String type) throws IOException {
        if (body.length == 0) {
            return null;
        }
        if (type.contains("json")) {
            return PlainJson.read(body);
        }
        if (body[0] == '{' || body[0] == '[') {
            try {
                return PlainJson.read(body);
            } catch (IOException e) {
                return text(body, type);
            }
        }
        return text(body, type);
    }

    private static String text(byte[] body, String type) {
        Matcher charset = CHARSET.matcher(type);
        if (charset.find() && Charset.isSupported(charset.group(1))) {
            return new String(body, Charset.forName(charset.group(1)));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(body);
        }
    }
}
