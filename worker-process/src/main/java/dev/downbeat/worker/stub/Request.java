package dev.downbeat.worker.stub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as the routes see it: the last value of a repeated parameter or header counts. */
@SuppressWarnings("ArrayRecordComponent") // never compared: one request, read once
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    /** Longest body that is read. */
    static final int MAX_BODY_BYTES = 16 << 20; // 16 MiB

    static Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new BadRequestException(413, "body is longer than %d bytes".formatted(MAX_BODY_BYTES));
        }
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getLast()));
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    String text(String name, String fallback) {
        return query.getOrDefault(name, fallback);
    }

    int number(String name, int fallback, int min, int max) {
        String text = query.get(name);
        return text == null ? fallback : within(name, text, min, max);
    }

    double fraction(String name) {
        String text = query.getOrDefault(name, "0");
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw new BadRequestException(400, "%s: expected a number from 0 to 1, got %s".formatted(name, text));
    }

    /** The number behind {@code prefix} in the path, as in {@code /delay/300}. */
    int pathNumber(String prefix, int min, int max) {
        return within("path", path.substring(prefix.length()), min, max);
    }

    private static int within(String name, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw new BadRequestException(
                400, "%s: expected a number from %d to %d, got %s".formatted(name, min, max, text));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new LinkedHashMap<String, String>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(decode(name), decode(value));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
