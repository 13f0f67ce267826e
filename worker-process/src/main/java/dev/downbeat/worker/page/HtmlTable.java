package dev.downbeat.worker.page;

import java.util.ArrayList;
import java.util.List;

/** A table of a page. Not thread-safe. */
public final class HtmlTable {
    private final List<String> headers;
    private final StringBuilder rows = new StringBuilder();

    private HtmlTable(List<String> headers) {
        this.headers = headers;
    }

    /** Returns an empty table; a header that starts with {@code >} has its column aligned to the right. */
    public static HtmlTable of(String... headers) {
        return new HtmlTable(List.of(headers));
    }

    /** Adds a row of HTML. */
    public HtmlTable row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add("<td%s>%s</td>".formatted(right(i), cells[i]));
        }
        rows.append("<tr>").append(String.join("", row)).append("</tr>\n");
        return this;
    }

    /** Returns the table; nothing if it has no rows. */
    public String html() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder head = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            head.append("<th%s>%s</th>"
                    .formatted(right(i), Markup.escaped(headers.get(i).replaceFirst("^>", ""))));
        }
        return "<div class=\"wide\"><table>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody>\n</table></div>\n"
                .formatted(head, rows);
    }

    private String right(int column) {
        return headers.get(column).startsWith(">") ? " class=\"right\"" : "";
    }
}
