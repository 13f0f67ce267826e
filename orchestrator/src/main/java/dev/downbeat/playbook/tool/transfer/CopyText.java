package dev.downbeat.playbook.tool.transfer;

import dev.downbeat.playbook.tool.PlainJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY. For one thread. */
final class CopyText {
    private final StringBuilder text = new StringBuilder();
    private boolean rowStarted;

    /** Adds one value to the row; lists and mappings are written as JSON. */
    void value(@Nullable Object value) {
        if (rowStarted) {
            text.append('\t');
        }
        rowStarted = true;
        if (value == null) {
            text.append("\\N");
        } else {
            escape(value instanceof Map || value instanceof List ? PlainJson.text(value) : value.toString());
        }
    }

    void endRow() {
        text.append('\n');
        rowStarted = false;
    }

    /** Returns what was added since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
