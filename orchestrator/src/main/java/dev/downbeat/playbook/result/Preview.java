package dev.downbeat.playbook.result;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row shows of a value that is too large for it: its beginning, its size and its small fields. */
final class Preview {
    /** An event shows this much JSON in full; with its other columns it stays under 10 KB. */
    static final int EVENT_CHARS = 4_096;

    private static final int TEXT_CHARS = 400;
    private static final int FIELD_CHARS = 200;
    private static final int FIELDS = 16;

    private Preview() {}

    static Map<String, @Nullable Object> of(@Nullable Object value, byte[] json) {
        Map<String, @Nullable Object> preview = new LinkedHashMap<>();
        // Cut in bytes: a character torn in two becomes one replacement character.
        preview.put(
                Reference.PREVIEW,
                printable(new String(json, 0, Math.min(json.length, TEXT_CHARS), StandardCharsets.UTF_8)));
        preview.put(Reference.SIZE_BYTES, json.length);
        if (value instanceof Map<?, ?> map) {
            map.entrySet().stream()
                    .filter(field -> isSmall(field.getValue()))
                    .limit(FIELDS)
                    .forEach(field -> preview.putIfAbsent(String.valueOf(field.getKey()), field.getValue()));
        }
        return preview;
    }

    static Map<String, @Nullable Object> ofText(String json) {
        Map<String, @Nullable Object> preview = new LinkedHashMap<>();
        preview.put(Reference.PREVIEW, printable(json.substring(0, Math.min(json.length(), TEXT_CHARS))));
        preview.put(Reference.SIZE_BYTES, json.getBytes(StandardCharsets.UTF_8).length);
        return preview;
    }

    private static String printable(String text) {
        return text.replace('\0', ' ');
    }

    private static boolean isSmall(@Nullable Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || (value instanceof String text && text.length() <= FIELD_CHARS && text.indexOf('\0') < 0);
    }
}
