package dev.downbeat.worker.progress;

import dev.downbeat.worker.console.Console;
import java.util.List;

/** The last lines of a terminal, drawn again and again; each is cut to the terminal's width. For one thread. */
final class LiveLines {
    private static final String CLEAR_BELOW = "\r\u001b[J";

    private final Console console;
    private List<String> current = List.of();

    LiveLines(Console console) {
        this.console = console;
    }

    List<String> current() {
        return current;
    }

    /** Draws the lines that stay, then the ones that move, over the ones that moved before. */
    void replace(List<String> staying, List<String> moving) {
        if (staying.isEmpty() && moving.equals(current)) {
            return;
        }
        StringBuilder drawing = new StringBuilder();
        if (!current.isEmpty()) {
            drawing.append("\u001b[" + current.size() + "A");
        }
        drawing.append(CLEAR_BELOW);
        staying.forEach(line -> drawing.append(line).append('\n'));
        moving.forEach(line -> drawing.append(fitted(line)).append('\n'));
        console.raw(drawing.toString());
        current = List.copyOf(moving);
    }

    /** Cuts a line to the width, not counting colour sequences: a wrapped line would spoil the next drawing. */
    private String fitted(String line) {
        int most = console.terminal().width() - 1;
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
