package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.PlainJson;
import dev.downbeat.playbook.tool.ToolException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request sends: {@code json}, {@code form}, or {@code payload}, {@code body}, {@code data} by its shape.
 *
 * @param content what is sent, or null
 * @param params query parameters that came with it: {@code data: {query, body}}
 */
record HttpBody(@Nullable BodyPublisher content, Map<String, @Nullable Object> params) {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Reads the fields; a missing {@code Content-Type} is added to the headers. */
    static HttpBody of(Fields fields, Map<String, String> headers) throws ToolException {
        Optional<Object> json = fields.any("json");
        if (json.isPresent()) {
            return json(json.get(), headers);
        }
        if (fields.any("form").isPresent()) {
            return form(fields.map("form"), headers);
        }
        Map<String, @Nullable Object> data =
                PlainData.map(fields.values().get("data")).orElse(Map.of());
        if (!data.isEmpty() && Set.of("query", "body").containsAll(data.keySet())) {
            Object body = data.get("body");
            HttpBody sent = body == null ? new HttpBody(null, Map.of()) : ofShape(body, headers);
            return new HttpBody(sent.content(), PlainData.map(data.get("query")).orElse(Map.of()));
        }
        Optional<Object> any = fields.any("payload", "body", "data");
        return any.isPresent() ? ofShape(any.get(), headers) : new HttpBody(null, Map.of());
    }

    private static HttpBody ofShape(Object value, Map<String, String> headers) {
        Map<String, @Nullable Object> map = PlainData.map(value).orElse(null);
        if (map != null && contentType(headers).startsWith(FORM)) {
            return form(map, headers);
        }
        if (map != null || value instanceof List) {
            return json(value, headers);
        }
        String text = value.toString();
        boolean looksLikeJson =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        defaultType(headers, looksLikeJson ? JSON : "text/plain; charset=utf-8");
        return sending(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpBody json(Object value, Map<String, String> headers) {
        defaultType(headers, JSON);
        return sending(PlainJson.bytes(value));
    }

    private static HttpBody form(Map<String, @Nullable Object> values, Map<String, String> headers) {
        defaultType(headers, FORM);
        return sending(FormText.of(values).getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpBody sending(byte[] bytes) {
        return new HttpBody(BodyPublishers.ofByteArray(bytes), Map.of());
    }

    private static void defaultType(Map<String, String> headers, String type) {
        if (contentType(headers).isEmpty()) {
            headers.put("Content-Type", type);
        }
    }

    private static String contentType(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .map(header -> header.getValue().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }
}
