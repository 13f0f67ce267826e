package dev.downbeat.worker.progress;

import dev.downbeat.worker.console.Console;
import java.util.List;
import java.util.function.IntSupplier;

/** The last lines of a terminal, drawn again and again; each is cut to the window's width. For one thread. */
final class LiveLines {
    private static final String CLEAR_BELOW = "\r\u001b[J";
    private static final String COLOUR = "\u001b\\[[0-9;]*m";

    private final Console console;
    private final IntSupplier columns;
    private List<String> current = List.of();
    private int drawnColumns;

    LiveLines(Console console, IntSupplier columns) {
        this.console = console;
        this.columns = columns;
    }

    List<String> current() {
        return current;
    }

    /** Draws the lines that stay, then the ones that move, over the ones that moved before. */
    void replace(List<String> staying, List<String> moving) {
        int width = columns.getAsInt();
        if (staying.isEmpty() && moving.equals(current) && width == drawnColumns) {
            return;
        }
        StringBuilder drawing = new StringBuilder();
        if (!current.isEmpty()) {
            drawing.append("\u001b[" + rows(width) + "A");
        }
        drawing.append(CLEAR_BELOW);
        staying.forEach(line -> drawing.append(line).append('\n'));
        moving.forEach(line -> drawing.append(fitted(line, width)).append('\n'));
        console.raw(drawing.toString());
        current = List.copyOf(moving);
        drawnColumns = width;
    }

    /** Returns how many rows the lines drawn last take now: a window made narrower has wrapped them. */
    private int rows(int width) {
        return current.stream()
                .mapToInt(line -> Math.max(1, Math.ceilDiv(Math.min(visible(line), drawnColumns - 1), width)))
                .sum();
    }

    private static int visible(String line) {
        return line.replaceAll(COLOUR, "").length();
    }

    /** Cuts a line to the width, not counting colour sequences: a wrapped line would spoil the next drawing. */
    private String fitted(String line, int width) {
        int most = width - 1;
        StringBuilder text = new StringBuilder();
        int columns = 0;
        int i = 0;
        while (i < line.length() && columns < most) {
            int end = line.charAt(i) == '\u001b' ? line.indexOf('m', i) + 1 : i + 1;
            columns += end == i + 1 ? 1 : 0;
            text.append(line, i, end);
            i = end;
        }
        return i < line.length() && console.terminal().colour() ? text + "\u001b[0m" : text.toString();
    }
}
