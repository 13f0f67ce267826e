package dev.downbeat.playbook.result;

import static dev.downbeat.schema.jooq.Tables.RESULT_BLOB;

import dev.downbeat.playbook.tool.Artifacts;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Keeps artifacts where large results are kept, always by reference. Safe from any thread. */
public final class BlobArtifacts implements Artifacts {
    private final DSLContext sql;
    private final Results results;

    public BlobArtifacts(DSLContext sql, Results results) {
        this.sql = sql;
        this.results = results;
    }

    @Override
    public Map<String, @Nullable Object> put(CallContext context, String name, @Nullable Object value)
            throws ToolException {
        Packed.Beside packed;
        try {
            packed = Packed.beside(value);
        } catch (UnstorableException e) {
            throw ToolException.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage()));
        }
        long blobId = sql.insertInto(RESULT_BLOB)
                .set(RESULT_BLOB.EXECUTION_ID, context.executionId())
                .set(RESULT_BLOB.NAME, name)
                .set(RESULT_BLOB.SIZE_BYTES, packed.sizeBytes())
                .set(RESULT_BLOB.CONTENT, packed.deflated())
                .onConflict(RESULT_BLOB.EXECUTION_ID, RESULT_BLOB.NAME)
                .doUpdate()
                .set(RESULT_BLOB.SIZE_BYTES, packed.sizeBytes())
                .set(RESULT_BLOB.CONTENT, packed.deflated())
                .returningResult(RESULT_BLOB.BLOB_ID)
                .fetchSingle()
                .value1();
        return new Reference.Blob(blobId).toMap(packed.preview());
    }

    @Override
    public Optional<Object> get(CallContext context, String reference) {
        if (reference.startsWith("blob:") || reference.startsWith("loop:")) {
            return Optional.ofNullable(results.fetch(reference));
        }
        return sql.select(RESULT_BLOB.BLOB_ID)
                .from(RESULT_BLOB)
                .where(RESULT_BLOB.EXECUTION_ID.eq(context.executionId()), RESULT_BLOB.NAME.eq(reference))
                .fetchOptional(RESULT_BLOB.BLOB_ID)
                .map(blobId -> results.fetch("blob:" + blobId));
    }
}
