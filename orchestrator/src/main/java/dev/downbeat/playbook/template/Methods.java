package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The methods of Python's texts, lists and dicts that expressions can call; none of them changes anything. */
final class Methods {

    private static final Set<String> OF_MAPS = Set.of("get", "items", "keys", "values", "copy");
    private static final Set<String> OF_LISTS = Set.of("index", "count", "copy");

    private Methods() {}

    /** Returns the name if some type has such a method; else it is a syntax fault with the list of methods. */
    static String known(String name) {
        if (!OF_MAPS.contains(name) && !OF_LISTS.contains(name) && !TextMethods.has(name)) {
            Set<String> all = new TreeSet<>(TextMethods.names());
            all.addAll(OF_MAPS);
            all.addAll(OF_LISTS);
            throw Fail.syntax("unknown method '%s', there are: %s".formatted(name, String.join(", ", all)));
        }
        return name;
    }

    static @Nullable Object call(@Nullable Object base, String name, Args args, Evaluation evaluation) {
        if (base instanceof Absent && name.equals("get")) {
            return args.get(1, "default", null);
        }
        Object present = Evaluation.present(base);
        if (present instanceof Map<?, ?> map && OF_MAPS.contains(name)) {
            return ofMap(map, name, args);
        }
        if (present instanceof List<?> list && OF_LISTS.contains(name)) {
            return ofList(list, name, args, evaluation);
        }
        if (present instanceof String text && TextMethods.has(name)) {
            return TextMethods.call(text, name, args, evaluation);
        }
        throw Fail.type("%s has no method %s".formatted(Plain.type(present), name));
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String name, Args args) {
        return switch (name) {
            case "get" -> {
                Object found = Access.index(map, args.require(0, "key"));
                yield found instanceof Absent ? args.get(1, "default", null) : found;
            }
            case "items" -> items(map);
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            default -> map;
        };
    }

    /** Returns the entries as lists of key and value. */
    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>(map.size());
        map.forEach((key, value) -> items.add(Arrays.asList(key, value)));
        return items;
    }

    private static @Nullable Object ofList(List<?> list, String name, Args args, Evaluation evaluation) {
        return switch (name) {
            case "index" -> {
                Object wanted = args.require(0, "value");
                int index = 0;
                for (Object item : list) {
                    evaluation.step();
                    if (Operators.equal(item, wanted)) {
                        yield index;
                    }
                    index++;
                }
                throw Fail.type("the value is not in the list");
            }
            case "count" -> count(list, args.require(0, "value"), evaluation);
            default -> list;
        };
    }

    private static int count(Collection<?> list, @Nullable Object wanted, Evaluation evaluation) {
        int count = 0;
        for (Object item : list) {
            evaluation.step();
            count += Operators.equal(item, wanted) ? 1 : 0;
        }
        return count;
    }
}
