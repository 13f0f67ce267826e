package dev.downbeat.playbook.result;

import static dev.downbeat.schema.jooq.Tables.LOOP_ITEM;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The results of a loop as a list that reads its rows page by page and keeps one page: 100 000 items never sit in one
 * heap. Element i belongs to item i; it is null for an item that was not run, and {@code {status, error}} for one that
 * failed and left no result.
 */
final class ItemResults extends AbstractList<@Nullable Object> {
    private static final int PAGE = 200;

    private final DSLContext sql;
    private final Results results;
    private final long executionId;
    private final int visit;
    private final int total;
    private int pageStart = -1; // guarded by this
    private Map<Integer, @Nullable Object> page = Map.of(); // guarded by this

    ItemResults(DSLContext sql, Results results, long executionId, int visit, int total) {
        this.sql = sql;
        this.results = results;
        this.executionId = executionId;
        this.visit = visit;
        this.total = total;
    }

    @Override
    public int size() {
        return total;
    }

    @Override
    public synchronized @Nullable Object get(int index) {
        Objects.checkIndex(index, total);
        int start = index - index % PAGE;
        if (start != pageStart) {
            page = read(start);
            pageStart = start;
        }
        return page.get(index);
    }

    private Map<Integer, @Nullable Object> read(int start) {
        Map<Integer, @Nullable Object> rows = new HashMap<>();
        sql.select(LOOP_ITEM.ITEM, LOOP_ITEM.STATUS, LOOP_ITEM.RESULT, LOOP_ITEM.ERROR)
                .from(LOOP_ITEM)
                .where(
                        LOOP_ITEM.EXECUTION_ID.eq(executionId),
                        LOOP_ITEM.VISIT.eq(visit),
                        LOOP_ITEM.ITEM.ge(start),
                        LOOP_ITEM.ITEM.lt(start + PAGE))
                .forEach(row -> rows.put(row.value1(), element(row.value2(), row.value3(), row.value4())));
        return rows;
    }

    private @Nullable Object element(String status, @Nullable JSONB result, @Nullable JSONB error) {
        Object value = results.read(result);
        if (value != null || !status.equals("failed")) {
            return value;
        }
        Map<String, @Nullable Object> failed = new LinkedHashMap<>();
        failed.put("status", "failed");
        failed.put("error", RowJson.plain(error));
        return failed;
    }
}
