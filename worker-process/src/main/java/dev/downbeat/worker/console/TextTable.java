package dev.downbeat.worker.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows under a header, in columns as wide as their content; on a terminal the widest columns give way until a row fits.
 * Not thread-safe.
 */
public final class TextTable {
    private static final int GAP = 2;
    private static final int LEAST = 4;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable(List<Column> columns) {
        this.columns = columns;
    }

    /** Returns an empty table; a header that starts with {@code >} has its column aligned to the right. */
    public static TextTable of(String... headers) {
        return new TextTable(Arrays.stream(headers)
                .map(header ->
                        header.startsWith(">") ? new Column(header.substring(1), true) : new Column(header, false))
                .toList());
    }

    /** Adds a row; a missing value is shown as a dash. */
    public TextTable row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("expected " + columns.size() + " values, got " + values.length);
        }
        rows.add(Arrays.stream(values).map(TextTable::cell).toList());
        return this;
    }

    /** Returns how many rows there are. */
    public int size() {
        return rows.size();
    }

    List<String> lines(Console console) {
        int[] widths =
                widths(console.terminal().interactive() ? console.terminal().width() : Integer.MAX_VALUE);
        List<String> lines = new ArrayList<>();
        lines.add(console.styled(
                Style.BOLD, line(columns.stream().map(Column::header).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int available) {
        int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
        int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        while (total > available) {
            int widest = IntStream.range(0, widths.length)
                    .reduce(0, (left, right) -> widths[right] > widths[left] ? right : left);
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private int natural(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(columns.get(column).header().length(), Math::max);
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = shortened(cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - text.length());
            line.append(columns.get(i).right() ? padding + text : text + padding)
                    .append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(@Nullable Object value) {
        String text = String.valueOf(value).replaceAll("\\R", " ");
        return value == null || text.isEmpty() ? "-" : text;
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private record Column(String header, boolean right) {}
}
