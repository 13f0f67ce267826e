package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.COLLECTED_PAGE;

import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.sql.HotStatement;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The pages that one call has collected, a row each, so that no page is written twice. */
final class Pages {
    private static final HotStatement INSERT = HotStatement.of("""
            insert into downbeat.collected_page (execution_id, visit, item, page, content) values (?, ?, ?, ?, ?::jsonb)
            """);

    private Pages() {}

    /** Returns the content of the first {@code count} pages, references deferred. */
    static List<@Nullable Object> read(DSLContext sql, Results results, StepCommand call, int count) {
        List<@Nullable Object> pages = new ArrayList<>();
        if (count > 0) {
            sql.select(COLLECTED_PAGE.CONTENT)
                    .from(COLLECTED_PAGE)
                    .where(
                            COLLECTED_PAGE.EXECUTION_ID.eq(call.executionId()),
                            COLLECTED_PAGE.VISIT.eq(call.visit()),
                            COLLECTED_PAGE.ITEM.eq(call.item()),
                            COLLECTED_PAGE.PAGE.lt(count))
                    .orderBy(COLLECTED_PAGE.PAGE)
                    .forEach(row -> pages.add(results.read(row.value1())));
        }
        return pages;
    }

    /** Writes one page in the caller's transaction. */
    static void write(Connection transaction, StepCommand call, int page, Packed content) {
        INSERT.update(
                transaction,
                call.executionId(),
                call.visit(),
                call.item(),
                page,
                Results.write(transaction, call.executionId(), content));
    }
}
