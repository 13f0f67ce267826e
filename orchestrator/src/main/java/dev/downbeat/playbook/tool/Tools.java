package dev.downbeat.playbook.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tools at hand, by kind. Immutable. */
public final class Tools {
    private final Map<String, Tool> byKind;

    private Tools(Map<String, Tool> byKind) {
        this.byKind = byKind;
    }

    /** Returns these tools; of two with the same kind, the later one. */
    public static Tools of(Collection<? extends Tool> tools) {
        Map<String, Tool> byKind = new TreeMap<>(Comparator.naturalOrder());
        tools.forEach(tool -> byKind.put(tool.kind(), tool));
        return new Tools(byKind);
    }

    /** Returns all tools that {@code META-INF/services} lists on the class path. */
    public static Tools installed() {
        return of(ServiceLoader.load(Tool.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Returns the tool of this kind. */
    public Optional<Tool> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** Returns the tool of this kind, or fails with the list of the kinds there are. */
    public Tool require(String kind) throws ToolException {
        return find(kind)
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.SCHEMA,
                        "kind '%s' is not available here; there are: %s".formatted(kind, String.join(", ", kinds()))));
    }

    /** Returns the kinds at hand, sorted. */
    public SortedSet<String> kinds() {
        return new TreeSet<>(byKind.keySet());
    }
}
