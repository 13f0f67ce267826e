package dev.downbeat.playbook.tool;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A result as templates see it: a field that an HTTP result's wrapper {@code {status_code, headers, url, elapsed,
 * data}} does not have is looked up in its {@code data}. It is a view; its entries, and so what is stored, are those of
 * the wrapper.
 */
public final class ResultView extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> wrapper;
    private final Map<String, @Nullable Object> inner;

    private ResultView(Map<String, @Nullable Object> wrapper, Map<String, @Nullable Object> inner) {
        this.wrapper = wrapper;
        this.inner = inner;
    }

    /** Returns a view of an HTTP result, and everything else as it is. */
    public static @Nullable Object of(@Nullable Object result) {
        if (result instanceof ResultView) {
            return result;
        }
        Map<String, @Nullable Object> wrapper = PlainData.map(result).orElse(null);
        if (wrapper == null || !isHttp(wrapper)) {
            return result;
        }
        Map<String, @Nullable Object> inner = PlainData.map(wrapper.get("data")).orElse(null);
        return inner == null ? result : new ResultView(wrapper, inner);
    }

    static boolean isHttp(Map<String, @Nullable Object> result) {
        return result.containsKey("status_code") && result.containsKey("headers") && result.containsKey("data");
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return wrapper.containsKey(key) ? wrapper.get(key) : inner.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return wrapper.containsKey(key) || inner.containsKey(key);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return wrapper.entrySet();
    }
}
