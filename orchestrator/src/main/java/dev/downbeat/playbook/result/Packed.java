package dev.downbeat.playbook.result;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** A value made ready to be stored, before any transaction is open: compressing takes time. */
public sealed interface Packed {

    /** Small enough to stay in its row. */
    record Inline(String json) implements Packed {}

    /**
     * To be stored beside.
     *
     * @param deflated the JSON, compressed
     * @param sizeBytes of the JSON before
     * @param preview what the row shows of it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Beside(byte[] deflated, long sizeBytes, Map<String, @Nullable Object> preview) implements Packed {}

    /**
     * Packs a value.
     *
     * @param inlineMaxBytes JSON up to this size stays in its row
     * @throws UnstorableException if it is no plain data
     */
    static Packed of(@Nullable Object value, int inlineMaxBytes) {
        byte[] json = RowJson.bytes(value);
        if (json.length <= inlineMaxBytes) {
            String text = new String(json, StandardCharsets.UTF_8);
            RowJson.refuseNul(text);
            return new Inline(text);
        }
        return new Beside(deflate(json), json.length, Preview.of(value, json));
    }

    /** Packs a value to be stored beside, however small it is. */
    static Beside beside(@Nullable Object value) {
        byte[] json = RowJson.bytes(value);
        return new Beside(deflate(json), json.length, Preview.of(value, json));
    }

    /** Returns what an event shows of the value: itself when it is small, else its preview. */
    default String glance() {
        return switch (this) {
            case Inline inline ->
                inline.json.length() <= Preview.EVENT_CHARS ? inline.json : RowJson.text(Preview.ofText(inline.json));
            case Beside beside -> RowJson.text(beside.preview);
        };
    }

    private static byte[] deflate(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length / 3);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
