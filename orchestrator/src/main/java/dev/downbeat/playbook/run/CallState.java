package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.RowJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * What later attempts of a call know of earlier ones. Immutable.
 *
 * @param repeats how often each retry rule, by its line, has repeated the call
 * @param overrides fields merged over the tool's, as the last retry rule gave them
 * @param iter what the playbook has set under {@code iter}
 * @param pages how many pages have been collected
 * @param pipeline where a pipeline stands that waits, as stored; null for none
 */
record CallState(
        Map<String, @Nullable Object> repeats,
        Map<String, @Nullable Object> overrides,
        Map<String, @Nullable Object> iter,
        int pages,
        @Nullable Object pipeline) {

    /** A call at its first attempt. */
    static final CallState FRESH = new CallState(Map.of(), Map.of(), Map.of(), 0, null);

    /** Returns the state that a column holds. */
    static CallState of(@Nullable JSONB column) {
        Map<String, @Nullable Object> map = RowJson.map(column);
        return map.isEmpty()
                ? FRESH
                : new CallState(
                        RowJson.map(map.get("repeats")),
                        RowJson.map(map.get("overrides")),
                        RowJson.map(map.get("iter")),
                        map.get("pages") instanceof Number pages ? pages.intValue() : 0,
                        map.get("pipeline"));
    }

    /** Returns what the column holds. */
    JSONB column() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("repeats", repeats);
        map.put("overrides", overrides);
        map.put("iter", iter);
        map.put("pages", pages);
        if (pipeline != null) {
            map.put("pipeline", pipeline);
        }
        return RowJson.column(map);
    }

    /** Returns how often the rule at this line has repeated the call. */
    int repeats(int line) {
        return repeats.get(String.valueOf(line)) instanceof Number count ? count.intValue() : 0;
    }

    /** Returns this state after the rule at this line repeats the call once more. */
    CallState repeated(int line, Map<String, @Nullable Object> newOverrides) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>(repeats);
        counts.put(String.valueOf(line), repeats(line) + 1);
        return new CallState(counts, newOverrides.isEmpty() ? overrides : newOverrides, iter, pages, pipeline);
    }

    /** Returns this state with the counts of a rule forgotten: its streak has ended. */
    CallState forgotten(int line) {
        if (repeats(line) == 0) {
            return this;
        }
        Map<String, @Nullable Object> counts = new LinkedHashMap<>(repeats);
        counts.remove(String.valueOf(line));
        return new CallState(counts, overrides, iter, pages, pipeline);
    }

    /** Returns this state with other variables of the item. */
    CallState withIter(Map<String, @Nullable Object> values) {
        return new CallState(repeats, overrides, values, pages, pipeline);
    }

    /** Returns this state with more pages collected. */
    CallState withPages(int count) {
        return new CallState(repeats, overrides, iter, count, pipeline);
    }

    /** Returns this state with a pipeline that stands elsewhere, as stored; null for none. */
    CallState withPipeline(@Nullable Object stored) {
        return new CallState(repeats, overrides, iter, pages, stored);
    }
}
