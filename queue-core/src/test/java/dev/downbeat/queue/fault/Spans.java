package dev.downbeat.queue.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** When each handler ran, from several processes' journals: what was open when a process ended, ended with it. */
final class Spans {

    private record Span(long begin, long end) {}

    private final Map<Long, List<Span>> byExecution = new HashMap<>();

    private Spans() {}

    /**
     * @param journals each journal with the moment in microseconds at which its process ended
     */
    static Spans of(Map<Path, Long> journals) {
        var spans = new Spans();
        journals.forEach(spans::read);
        return spans;
    }

    private void read(Path journal, long ended) {
        Map<Long, Long> open = new HashMap<>();
        Journal.read(journal, line -> {
            if (line.mark() == Journal.Mark.BEGIN) {
                open.put(line.executionId(), line.micros());
            } else if (line.mark() == Journal.Mark.END) {
                Long begin = open.remove(line.executionId());
                add(line.executionId(), begin == null ? line.micros() : begin, line.micros());
            }
        });
        open.forEach((id, begin) -> add(id, begin, ended));
    }

    private void add(long id, long begin, long end) {
        byExecution.computeIfAbsent(id, key -> new ArrayList<>(1)).add(new Span(begin, end));
    }

    /** Returns the executions that had two handlers at one time. */
    Set<Long> overlapping() {
        var ids = new TreeSet<Long>();
        byExecution.forEach((id, spans) -> {
            spans.sort(Comparator.comparingLong(Span::begin));
            for (int i = 1; i < spans.size(); i++) {
                if (spans.get(i).begin() < spans.get(i - 1).end()) {
                    ids.add(id);
                }
            }
        });
        return ids;
    }

    /** Returns how many handlers ran at once at the most, from this moment on. */
    int mostAtOnce(long sinceMicros) {
        List<long[]> changes = new ArrayList<>();
        byExecution
                .values()
                .forEach(spans -> spans.stream()
                        .filter(span -> span.begin() >= sinceMicros)
                        .forEach(span -> {
                            changes.add(new long[] {span.begin(), 1});
                            changes.add(new long[] {span.end(), -1});
                        }));
        // At the same microsecond, what ends goes first.
        changes.sort(Comparator.<long[]>comparingLong(change -> change[0]).thenComparingLong(change -> change[1]));
        int now = 0;
        int most = 0;
        for (long[] change : changes) {
            now += (int) change[1];
            most = Math.max(most, now);
        }
        return most;
    }
}
