package dev.downbeat.playbook.result;

import dev.downbeat.playbook.template.Deferred;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that is kept elsewhere, loaded once when it is touched. Safe from any thread. */
final class Kept implements Deferred {
    private final Map<String, @Nullable Object> reference;
    private final Deferred source;
    private boolean loaded; // guarded by this
    private @Nullable Object value; // guarded by this

    Kept(Map<String, @Nullable Object> reference, Deferred source) {
        this.reference = reference;
        this.source = source;
    }

    /** Returns what a row holds in its place. */
    Map<String, @Nullable Object> reference() {
        return reference;
    }

    @Override
    public synchronized @Nullable Object resolve() {
        if (!loaded) {
            value = source.resolve();
            loaded = true;
        }
        return value;
    }
}
