package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.tool.PlainJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Percent-encoded text: queries and forms. Stateless. */
final class FormText {
    private static final String ILLEGAL = " \"<>\\^`{|}";

    private FormText() {}

    /** Returns {@code a=1&b=2}; a list repeats its name, null is left out, a mapping is sent as JSON. */
    static String of(Map<String, @Nullable Object> values) {
        var text = new StringBuilder();
        values.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                list.forEach(item -> append(text, name, item));
            } else {
                append(text, name, value);
            }
        });
        return text.toString();
    }

    /** Returns a URL with what no URL may hold percent-encoded, and everything else as it is. */
    static String escaped(String url) {
        var text = new StringBuilder(url.length());
        url.codePoints().forEach(point -> {
            if (point <= ' ' || point == 0x7f || ILLEGAL.indexOf(point) >= 0) {
                text.append(encoded(Character.toString(point)));
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            String shown = value instanceof Map || value instanceof List ? PlainJson.text(value) : value.toString();
            text.append(text.isEmpty() ? "" : "&")
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(shown));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
