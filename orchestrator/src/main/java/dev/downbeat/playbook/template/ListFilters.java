package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of lists. */
final class ListFilters {

    private ListFilters() {}

    static void define(Map<String, Filters.Filter> filters) {
        filters.put("list", (value, args, e) -> new ArrayList<>(items(value)));
        filters.put("first", (value, args, e) -> first(value));
        filters.put("last", (value, args, e) -> last(value));
        filters.put("join", (value, args, e) -> joined(value, args, e));
        filters.put("map", ListFilters::map);
        filters.put("select", (value, args, e) -> Choosing.chosen(value, args, e, true, false));
        filters.put("reject", (value, args, e) -> Choosing.chosen(value, args, e, false, false));
        filters.put("selectattr", (value, args, e) -> Choosing.chosen(value, args, e, true, true));
        filters.put("rejectattr", (value, args, e) -> Choosing.chosen(value, args, e, false, true));
        filters.put("sort", ListFilters::sort);
        filters.put("unique", ListFilters::unique);
        filters.put("reverse", (value, args, e) -> reverse(value));
        filters.put("sum", ListFilters::sum);
        filters.put("min", (value, args, e) -> extreme(value, args, -1));
        filters.put("max", (value, args, e) -> extreme(value, args, 1));
        filters.put("items", (value, args, e) -> Methods.items(mapping(value)));
        filters.put("dictsort", (value, args, e) -> dictSort(value, args));
        filters.put("groupby", ListFilters::groupBy);
        filters.put("batch", ListFilters::batch);
        filters.put("flatten", (value, args, e) -> flatten(items(value), e));
        filters.put("shard", ListFilters::shard);
    }

    /** Returns the items of a list, the keys of a mapping or the characters of a text. */
    static Collection<?> items(@Nullable Object value) {
        return switch (value) {
            case Collection<?> list -> list;
            case Map<?, ?> map -> map.keySet();
            case String text ->
                text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
            case null -> throw Fail.type("a list is needed, got none");
            default -> throw Fail.type("a list is needed, got " + Plain.type(value));
        };
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw Fail.type("a mapping is needed, got " + Plain.type(value));
    }

    /** Returns every {@code count}-th item, from {@code index} on: the share of one of {@code count} workers. */
    static List<@Nullable Object> shard(@Nullable Object value, Args args, Evaluation evaluation) {
        args.require(0, "index");
        args.require(1, "count");
        int index = args.integer(0, "index", 0);
        int count = args.integer(1, "count", 1);
        if (count < 1 || index < 0 || index >= count) {
            throw Fail.type("shard needs 0 <= index < count, got index %d, count %d".formatted(index, count));
        }
        List<@Nullable Object> share = new ArrayList<>();
        int at = 0;
        for (Object item : items(value)) {
            evaluation.step();
            if (at++ % count == index) {
                share.add(item);
            }
        }
        return share;
    }

    static String join(@Nullable Object value, String separator, Evaluation evaluation) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : items(value)) {
            evaluation.step();
            out.append(first ? "" : separator).append(PythonText.of(Plain.of(item), evaluation));
            evaluation.checkText(out.length());
            first = false;
        }
        return out.toString();
    }

    private static String joined(@Nullable Object value, Args args, Evaluation evaluation) {
        Object list = args.has(1, "attribute") ? plucked(value, args.get(1, "attribute", null), evaluation) : value;
        return join(list, args.text(0, "d", ""), evaluation);
    }

    private static @Nullable Object first(@Nullable Object value) {
        if (value instanceof List<?>) {
            return Access.index(value, 0);
        }
        Collection<?> items = items(value);
        return items.isEmpty()
                ? Absent.unknown("first item of an empty list")
                : Plain.of(items.iterator().next());
    }

    private static @Nullable Object last(@Nullable Object value) {
        return Access.index(value instanceof List<?> ? value : List.copyOf(items(value)), -1);
    }

    private static List<@Nullable Object> map(@Nullable Object value, Args args, Evaluation evaluation) {
        List<@Nullable Object> mapped = new ArrayList<>();
        if (args.named().containsKey("attribute")) {
            Object fallback = args.named().get("default");
            for (Object item : items(value)) {
                evaluation.step();
                Object found = attribute(Plain.of(item), args.named().get("attribute"));
                boolean absent = found instanceof Absent && args.named().containsKey("default");
                mapped.add(absent ? fallback : Evaluation.present(found));
            }
            return mapped;
        }
        String filter = Filters.known(args.requireText(0, "filter"));
        for (Object item : items(value)) {
            mapped.add(Filters.apply(filter, Plain.of(item), args.from(1), evaluation));
        }
        return mapped;
    }

    private static List<@Nullable Object> plucked(
            @Nullable Object value, @Nullable Object attribute, Evaluation evaluation) {
        List<@Nullable Object> plucked = new ArrayList<>();
        for (Object item : items(value)) {
            evaluation.step();
            plucked.add(Evaluation.present(attribute(Plain.of(item), attribute)));
        }
        return plucked;
    }

    /** Returns a field by its dotted name, or an element by its index. */
    static @Nullable Object attribute(@Nullable Object item, @Nullable Object attribute) {
        if (!(attribute instanceof String path)) {
            return Access.index(item, attribute);
        }
        Object value = item;
        for (String part : path.split("\\.", -1)) {
            boolean index = !part.isEmpty() && part.chars().allMatch(Character::isDigit) && part.length() < 10;
            value = index ? Access.index(value, Integer.valueOf(part)) : Access.field(value, part);
        }
        return value;
    }

    private static List<@Nullable Object> sort(@Nullable Object value, Args args, Evaluation evaluation) {
        Comparator<@Nullable Object> order = order(args.flag(1, "case_sensitive", false));
        Object attribute = args.get(2, "attribute", null);
        if (attribute != null) {
            Comparator<@Nullable Object> byValue = order;
            order = (a, b) -> byValue.compare(
                    Evaluation.present(attribute(Plain.of(a), attribute)),
                    Evaluation.present(attribute(Plain.of(b), attribute)));
        }
        List<@Nullable Object> sorted = new ArrayList<>(items(value));
        evaluation.checkItems(sorted.size());
        sorted.sort(args.flag(0, "reverse", false) ? order.reversed() : order);
        return sorted;
    }

    private static Comparator<@Nullable Object> order(boolean caseSensitive) {
        return (a, b) -> Operators.compare(folded(a, caseSensitive), folded(b, caseSensitive));
    }

    private static @Nullable Object folded(@Nullable Object value, boolean caseSensitive) {
        Object plain = Plain.of(value);
        return plain instanceof String text && !caseSensitive ? text.toLowerCase(Locale.ROOT) : plain;
    }

    private static List<@Nullable Object> unique(@Nullable Object value, Args args, Evaluation evaluation) {
        Object attribute = args.get(1, "attribute", null);
        Set<String> seen = new LinkedHashSet<>();
        List<@Nullable Object> unique = new ArrayList<>();
        for (Object item : items(value)) {
            Object key = attribute == null ? Plain.of(item) : attribute(Plain.of(item), attribute);
            Object number = Numbers.of(key) == null ? key : Filters.number(key).doubleValue();
            if (seen.add(JsonText.of(Evaluation.present(number), evaluation, 0, true))) {
                unique.add(item);
            }
        }
        return unique;
    }

    private static Object reverse(@Nullable Object value) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<@Nullable Object> reversed = new ArrayList<>(items(value));
        Collections.reverse(reversed);
        return reversed;
    }

    private static @Nullable Object sum(@Nullable Object value, Args args, Evaluation evaluation) {
        Object attribute = args.get(0, "attribute", null);
        Number sum = Filters.number(args.get(1, "start", 0));
        for (Object item : attribute == null ? items(value) : plucked(value, attribute, evaluation)) {
            evaluation.step();
            sum = Numbers.add(sum, Filters.number(Plain.of(item)));
        }
        return sum;
    }

    private static @Nullable Object extreme(@Nullable Object value, Args args, int direction) {
        Object attribute = args.get(1, "attribute", null);
        Object best = Absent.unknown("extreme of an empty list");
        for (Object item : items(value)) {
            boolean better = best instanceof Absent
                    || Operators.compare(keyOf(item, attribute), keyOf(best, attribute)) * direction > 0;
            best = better ? item : best;
        }
        return Plain.of(best);
    }

    private static @Nullable Object keyOf(@Nullable Object item, @Nullable Object attribute) {
        Object plain = Plain.of(item);
        return attribute == null ? plain : Evaluation.present(attribute(plain, attribute));
    }

    private static List<Object> dictSort(@Nullable Object value, Args args) {
        int part = args.text(1, "by", "key").equals("value") ? 1 : 0;
        List<Object> items = Methods.items(mapping(value));
        Comparator<@Nullable Object> order = order(args.flag(0, "case_sensitive", false));
        Comparator<Object> byPart = (a, b) -> order.compare(Access.index(a, part), Access.index(b, part));
        items.sort(args.flag(2, "reverse", false) ? byPart.reversed() : byPart);
        return items;
    }

    /** Returns lists of a key and the items that have it, in the order of the keys. */
    private static List<@Nullable Object> groupBy(@Nullable Object value, Args args, Evaluation evaluation) {
        Object attribute = args.require(0, "attribute");
        Map<@Nullable Object, List<@Nullable Object>> groups = new LinkedHashMap<>();
        for (Object item : items(value)) {
            evaluation.step();
            Object key = Evaluation.present(attribute(Plain.of(item), attribute));
            groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(item);
        }
        List<@Nullable Object> keys = new ArrayList<>(groups.keySet());
        keys.sort(order(true));
        List<@Nullable Object> result = new ArrayList<>();
        keys.forEach(key -> result.add(Arrays.asList(key, groups.get(key))));
        return result;
    }

    private static List<Object> batch(@Nullable Object value, Args args, Evaluation evaluation) {
        int size = args.integer(0, "linecount", 0);
        if (size < 1) {
            throw Fail.type("batch needs a size of at least 1");
        }
        List<Object> batches = new ArrayList<>();
        List<@Nullable Object> batch = new ArrayList<>();
        for (Object item : items(value)) {
            evaluation.step();
            batch.add(item);
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            while (args.has(1, "fill_with") && batch.size() < size) {
                batch.add(args.get(1, "fill_with", null));
            }
            batches.add(batch);
        }
        return batches;
    }

    private static List<@Nullable Object> flatten(Collection<?> list, Evaluation evaluation) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object item : list) {
            evaluation.step();
            if (Plain.of(item) instanceof Collection<?> inner) {
                flat.addAll(inner);
            } else {
                flat.add(item);
            }
        }
        return flat;
    }
}
