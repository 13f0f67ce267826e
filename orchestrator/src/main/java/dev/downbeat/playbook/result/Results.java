package dev.downbeat.playbook.result;

import static dev.downbeat.schema.jooq.Tables.LOOP;
import static dev.downbeat.schema.jooq.Tables.RESULT_BLOB;

import dev.downbeat.playbook.sql.HotStatement;
import dev.downbeat.playbook.template.Deferred;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Writes packed values and reads them back; references come back deferred. Safe from any thread. */
public final class Results {
    private static final HotStatement KEEP = HotStatement.of("""
            insert into downbeat.result_blob (execution_id, size_bytes, content) values (?, ?, ?) returning blob_id
            """);

    private final DSLContext sql;

    /** Reads with this context, whose connections it takes for one statement each. */
    public Results(DSLContext sql) {
        this.sql = sql;
    }

    /** Returns what the row holds of a packed value; what does not fit is written beside, in the given transaction. */
    public static JSONB write(Connection transaction, long executionId, Packed packed) {
        return switch (packed) {
            case Packed.Inline inline -> JSONB.jsonb(inline.json());
            case Packed.Beside beside -> {
                long blobId = KEEP.first(
                                transaction, row -> row.getLong(1), executionId, beside.sizeBytes(), beside.deflated())
                        .orElseThrow();
                yield RowJson.column(new Reference.Blob(blobId).toMap(beside.preview()));
            }
        };
    }

    /** Returns what the row of a looping visit holds as its result: where the items are, and their counts. */
    public static Map<String, @Nullable Object> loop(
            long executionId, int visit, int total, int succeeded, int failed) {
        return new Reference.Items(executionId, visit)
                .toMap(Map.of("stats", Map.of("total", total, "success", succeeded, "failed", failed)));
    }

    /** Returns the plain data of a column, references deferred. */
    public @Nullable Object read(@Nullable JSONB column) {
        if (column == null) {
            return null;
        }
        Object plain = RowJson.plain(column);
        return column.data().contains("\"" + Reference.REF + "\"") ? deferred(plain) : plain;
    }

    /** Returns the data with every reference in it deferred. */
    public @Nullable Object deferred(@Nullable Object plain) {
        if (plain instanceof Map<?, ?> map) {
            return Reference.of(map)
                    .<Object>map(reference -> defer(reference, map))
                    .orElseGet(() -> {
                        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                        map.forEach((key, value) -> copy.put(String.valueOf(key), deferred(value)));
                        return copy;
                    });
        }
        if (plain instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(value -> copy.add(deferred(value)));
            return copy;
        }
        return plain;
    }

    /** Returns the value behind a {@code _ref}, if it is one of ours and still kept. */
    public @Nullable Object fetch(String ref) {
        return deferred(Map.of(Reference.REF, ref, Reference.STORE, ref.startsWith("loop:") ? "loop" : "postgres"))
                        instanceof Deferred deferred
                ? deferred.resolve()
                : null;
    }

    private Deferred defer(Reference reference, Map<?, ?> stored) {
        return new Kept(RowJson.map(stored), () -> switch (reference) {
            case Reference.Blob blob -> Referenced.of(blob(blob.blobId()), RowJson.map(stored));
            case Reference.Items items -> items(items, stored);
        });
    }

    private @Nullable Object blob(long blobId) {
        byte[] content = sql.select(RESULT_BLOB.CONTENT)
                .from(RESULT_BLOB)
                .where(RESULT_BLOB.BLOB_ID.eq(blobId))
                .fetchOne(RESULT_BLOB.CONTENT);
        if (content == null) {
            throw new UnstorableException("The value is no longer kept: reference=blob:" + blobId);
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(content))) {
            return deferred(RowJson.plain(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, @Nullable Object> items(Reference.Items items, Map<?, ?> stored) {
        Integer total = sql.select(LOOP.TOTAL)
                .from(LOOP)
                .where(LOOP.EXECUTION_ID.eq(items.executionId()), LOOP.VISIT.eq(items.visit()))
                .fetchOne(LOOP.TOTAL);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("results", new ItemResults(sql, this, items.executionId(), items.visit(), total == null ? 0 : total));
        view.put("stats", stored.get("stats"));
        return view;
    }
}
