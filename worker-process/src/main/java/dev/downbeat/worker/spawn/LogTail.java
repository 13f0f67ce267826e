package dev.downbeat.worker.spawn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a process wrote. Thread-safe. */
final class LogTail {
    private final int limit;
    private final Deque<String> lines = new ArrayDeque<>();

    LogTail(int limit) {
        this.limit = limit;
    }

    synchronized void add(String line) {
        if (lines.size() == limit) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
