package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.template.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How pages become one collection. Pure. */
final class Gathering {
    private Gathering() {}

    /**
     * Returns the page that a collection takes out of a result: what stands at its path, in an HTTP result's body before
     * the wrapper around it; the whole body when it names no path.
     */
    static @Nullable Object page(Collect collect, @Nullable Object result) {
        Object plain = resolved(result);
        Object body = plain instanceof Map<?, ?> wrapper && wrapper.containsKey("status_code")
                ? resolved(wrapper.get("data"))
                : plain;
        if (collect.path().isEmpty()) {
            return body;
        }
        Object inBody = at(body, collect.path());
        return inBody != null ? inBody : at(plain, collect.path());
    }

    /**
     * Returns the collection.
     *
     * @param before what earlier visits gathered, null for nothing
     * @param earlier the pages of earlier attempts of this call, oldest first
     */
    static @Nullable Object whole(
            Collect collect, @Nullable Object before, Supplier<List<@Nullable Object>> earlier, @Nullable Object page) {
        if (collect.strategy() == Collect.Strategy.REPLACE) {
            return page;
        }
        List<@Nullable Object> whole = new ArrayList<>();
        if (resolved(before) instanceof List<?> list) {
            whole.addAll(list);
        }
        for (Object old : earlier.get()) {
            join(collect, whole, old);
        }
        join(collect, whole, page);
        return whole;
    }

    private static void join(Collect collect, List<@Nullable Object> whole, @Nullable Object page) {
        if (collect.strategy() == Collect.Strategy.EXTEND && resolved(page) instanceof List<?> elements) {
            whole.addAll(elements);
        } else {
            whole.add(page);
        }
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object here = value;
        for (String key : path.split("\\.", -1)) {
            here = resolved(here) instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return resolved(here);
    }

    private static @Nullable Object resolved(@Nullable Object value) {
        return value instanceof Deferred deferred ? resolved(deferred.resolve()) : value;
    }
}
