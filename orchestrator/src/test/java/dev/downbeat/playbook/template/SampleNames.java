package dev.downbeat.playbook.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that templates see in these tests. */
final class SampleNames {
    private SampleNames() {}

    static Scope scope() {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("n", 7);
        names.put("f", 2.5);
        names.put("s", "Hello World");
        names.put("yes", true);
        names.put("nothing", null);
        names.put("list", List.of(3, 1, 2));
        names.put("empty", List.of());
        names.put("words", List.of("b", "a", "c"));
        names.put("users", List.of(Map.of("name", "ada", "age", 36, "active", true), Map.of("name", "bob", "age", 17)));
        names.put("map", ordered("b", 1, "a", ordered("x", Arrays.asList(10, 20, null)), "items", List.of("first")));
        names.put("q", "it's");
        return Scope.of(names);
    }

    static Map<String, @Nullable Object> ordered(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }
}
