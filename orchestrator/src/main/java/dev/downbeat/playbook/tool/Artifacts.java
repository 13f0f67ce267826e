package dev.downbeat.playbook.tool;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps results by reference, for the {@code artifact} tool. Implementations are safe for use by several threads. */
public interface Artifacts {

    /** Keeps nothing: every {@code put} and {@code get} fails with a clear error. */
    Artifacts NONE = new Artifacts() {
        @Override
        public Map<String, @Nullable Object> put(CallContext context, String name, @Nullable Object value)
                throws ToolException {
            throw ToolException.of(ErrorKind.SCHEMA, "artifacts are not kept here");
        }

        @Override
        public Optional<Object> get(CallContext context, String reference) throws ToolException {
            throw ToolException.of(ErrorKind.SCHEMA, "artifacts are not kept here");
        }
    };

    /**
     * Keeps a value under a name within the execution and returns its reference: {@code {_ref, _size_bytes, _store}}.
     */
    Map<String, @Nullable Object> put(CallContext context, String name, @Nullable Object value) throws ToolException;

    /** Returns the value kept under this {@code _ref}, or under this name within the execution. */
    Optional<Object> get(CallContext context, String reference) throws ToolException;
}
