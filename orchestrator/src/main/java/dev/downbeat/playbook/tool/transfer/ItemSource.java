package dev.downbeat.playbook.tool.transfer;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows out of plain data: a list of mappings, whose fields may be dotted paths. For one thread. */
final class ItemSource implements RowSource {
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private int at = -1;

    /** Finds the list at a dotted path; without a path the data itself, or its one field that is a list. */
    ItemSource(@Nullable Object data, String path) throws ToolException {
        Object found = path.isEmpty() ? data : at(data, path);
        if (!(found instanceof List) && path.isEmpty()) {
            List<?> lists = PlainData.map(data).orElse(Map.of()).values().stream()
                    .filter(List.class::isInstance)
                    .toList();
            found = lists.size() == 1 ? lists.get(0) : found;
        }
        if (!(found instanceof List<?> list)) {
            throw ToolException.of(
                    ErrorKind.SCHEMA,
                    "the source holds no list" + (path.isEmpty() ? "; name it with 'data_path'" : " at " + path));
        }
        for (Object item : list) {
            items.add(PlainData.map(item)
                    .orElseThrow(
                            () -> ToolException.of(ErrorKind.SCHEMA, "the source's list holds what is no mapping")));
        }
    }

    @Override
    public List<String> fields() {
        Set<String> fields = new LinkedHashSet<>();
        items.forEach(item -> fields.addAll(item.keySet()));
        return List.copyOf(fields);
    }

    @Override
    public boolean next() {
        return ++at < items.size();
    }

    @Override
    public @Nullable Object value(String field) {
        Map<String, @Nullable Object> item = items.get(at);
        return item.containsKey(field) ? item.get(field) : at(item, field);
    }

    @Override
    public void close() {}

    private static @Nullable Object at(@Nullable Object data, String path) {
        Object value = data;
        for (String key : path.split("\\.", -1)) {
            value = PlainData.map(value).map(map -> map.get(key)).orElse(null);
        }
        return value;
    }
}
