package dev.downbeat.playbook.template;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The compatibility switch {@code coerce_text}: text that looks like another value becomes it. */
final class Coercion {

    private Coercion() {}

    /** Returns a boolean, null, number, list or mapping for a text that reads as one; else the text. */
    static @Nullable Object of(String text) {
        String value = text.strip();
        return switch (value) {
            case "True", "true" -> true;
            case "False", "false" -> false;
            case "None", "null" -> null;
            default -> looksLikeJson(value) ? json(value, text) : text;
        };
    }

    private static boolean looksLikeJson(String value) {
        return !value.isEmpty() && "{[-0123456789".indexOf(value.charAt(0)) >= 0;
    }

    private static @Nullable Object json(String value, String text) {
        try {
            return Json.read(value);
        } catch (IOException e) {
            return text;
        }
    }
}
