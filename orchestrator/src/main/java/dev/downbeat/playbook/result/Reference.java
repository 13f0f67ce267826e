package dev.downbeat.playbook.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a row holds in place of a value that is kept elsewhere: {@code {_ref, _preview, _size_bytes, _store}}. */
sealed interface Reference {
    /** The key under which a reference says where the value is. */
    String REF = "_ref";

    /** The key of the value's beginning. */
    String PREVIEW = "_preview";

    /** The key of the value's size. */
    String SIZE_BYTES = "_size_bytes";

    /** The key of the kind of place. */
    String STORE = "_store";

    /** A row of {@code result_blob}. */
    record Blob(long blobId) implements Reference {}

    /** The items of a loop. */
    record Items(long executionId, int visit) implements Reference {}

    /** Returns the reference that this mapping is, if it is one. */
    static Optional<Reference> of(Map<?, ?> map) {
        if (!(map.get(REF) instanceof String ref) || !(map.get(STORE) instanceof String store)) {
            return Optional.empty();
        }
        String[] parts = ref.split(":", -1);
        try {
            if (store.equals("postgres") && parts.length == 2 && parts[0].equals("blob")) {
                return Optional.of(new Blob(Long.parseLong(parts[1])));
            }
            if (store.equals("loop") && parts.length == 3 && parts[0].equals("loop")) {
                return Optional.of(new Items(Long.parseLong(parts[1]), Integer.parseInt(parts[2])));
            }
        } catch (NumberFormatException e) {
            return Optional.empty(); // A playbook's own data that happens to look alike.
        }
        return Optional.empty();
    }

    /** Returns the mapping that a row holds, with these fields beside. */
    default Map<String, @Nullable Object> toMap(Map<String, ? extends @Nullable Object> beside) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        switch (this) {
            case Blob blob -> {
                map.put(REF, "blob:" + blob.blobId);
                map.put(STORE, "postgres");
            }
            case Items items -> {
                map.put(REF, "loop:" + items.executionId + ":" + items.visit);
                map.put(STORE, "loop");
            }
        }
        beside.forEach(map::putIfAbsent);
        return map;
    }
}
