package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.sql.HotStatement;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** The collection of a loop, taken once: some elements to a row, so that item n is one index probe away. */
final class LoopChunks {
    private static final int CHUNK_ITEMS = 200;
    private static final int CHUNK_CHARS = 65_536;
    private static final int CHUNKS_PER_STATEMENT = 50;

    private static final HotStatement INSERT = HotStatement.of("""
            insert into downbeat.loop_chunk (execution_id, visit, first_item, elements)
            select ?, ?, o.first_item, o.elements::jsonb from unnest(?::integer[], ?::text[]) as o(first_item, elements)
            """);

    private final Connection transaction;
    private final StepCommand call;
    private final List<Integer> firsts = new ArrayList<>();
    private final List<String> full = new ArrayList<>();
    private final StringBuilder chunk = new StringBuilder("[");
    private int first;
    private int total;

    private LoopChunks(Connection transaction, StepCommand call, int first) {
        this.transaction = transaction;
        this.call = call;
        this.first = first;
        this.total = first;
    }

    /** Stores a collection and returns its size; what is too large for a row goes by reference. */
    static int store(Connection transaction, StepCommand call, Iterable<?> collection, int inlineMaxBytes) {
        LoopChunks chunks = new LoopChunks(transaction, call, 0);
        for (Object element : collection) {
            chunks.add(Packed.of(element, inlineMaxBytes));
        }
        return chunks.finish();
    }

    /** Stores elements behind those that are there, the first of them as item {@code first}; returns the new size. */
    static int append(Connection transaction, StepCommand call, int first, List<Packed> elements) {
        LoopChunks chunks = new LoopChunks(transaction, call, first);
        elements.forEach(chunks::add);
        return chunks.finish();
    }

    private int finish() {
        close();
        write();
        return total;
    }

    private void add(Packed element) {
        String json = Results.write(transaction, call.executionId(), element).data();
        if (total - first >= CHUNK_ITEMS || chunk.length() + json.length() > CHUNK_CHARS) {
            close();
        }
        chunk.append(total == first ? "" : ",").append(json);
        total++;
    }

    private void close() {
        if (total > first) {
            firsts.add(first);
            full.add(chunk.append(']').toString());
            chunk.setLength(1);
            first = total;
        }
        if (full.size() == CHUNKS_PER_STATEMENT) {
            write();
        }
    }

    private void write() {
        if (!full.isEmpty()) {
            INSERT.update(
                    transaction,
                    call.executionId(),
                    call.visit(),
                    firsts.toArray(Integer[]::new),
                    full.toArray(String[]::new));
            firsts.clear();
            full.clear();
        }
    }
}
