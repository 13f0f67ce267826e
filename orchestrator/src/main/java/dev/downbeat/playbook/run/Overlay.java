package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays data over a template: mappings merge, lists and scalars replace. The data is literal, never rendered. */
final class Overlay {
    private Overlay() {}

    static Template of(Template base, Map<String, ? extends @Nullable Object> data) {
        if (data.isEmpty()) {
            return base;
        }
        Map<String, Template> merged = new LinkedHashMap<>();
        if (base.source() instanceof Map<?, ?> source) {
            source.keySet()
                    .forEach(key ->
                            base.child(String.valueOf(key)).ifPresent(child -> merged.put(String.valueOf(key), child)));
        }
        data.forEach((key, value) -> {
            Template present = merged.get(key);
            merged.put(
                    key,
                    present != null && present.source() instanceof Map<?, ?> && value instanceof Map<?, ?>
                            ? of(present, RowJson.map(value))
                            : Template.literal(value));
        });
        return Template.mapping(merged);
    }
}
