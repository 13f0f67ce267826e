package dev.downbeat.bench.scenario;

import dev.downbeat.worker.settings.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a scenario file: a map {@code scenarios} from names to keys and values.
 *
 * <p>A scenario takes what it does not say from the one that it {@code extends}, which may stand in this file or among the
 * known ones, else from {@code default}'s defaults.
 */
final class ScenarioReader {
    static final List<String> KEYS = List.of(
            "description",
            "extends",
            "mode",
            "task",
            "size",
            "workers",
            "tasks",
            "concurrency",
            "fetch_batch",
            "flush_batch",
            "flush_interval",
            "poll_interval",
            "lease",
            "heap",
            "warm_up",
            "ceiling_rows",
            "rate",
            "deadline",
            "pinned",
            "against");

    private final String source;
    private final Map<String, Scenario> known;
    private final List<String> faults = new ArrayList<>();

    private ScenarioReader(String source, Map<String, Scenario> known) {
        this.source = source;
        this.known = new LinkedHashMap<>(known);
    }

    /**
     * Returns the known scenarios and, over them, those of the text, in order of appearance.
     *
     * @throws ScenarioException with all faults of the text
     */
    static Map<String, Scenario> read(String source, String text, Map<String, Scenario> known) {
        return new ScenarioReader(source, known).read(text);
    }

    private Map<String, Scenario> read(String text) {
        for (Map.Entry<String, Map<String, Object>> entry : entries(text).entrySet()) {
            try {
                known.put(entry.getKey(), scenario(entry.getKey(), entry.getValue()));
            } catch (IllegalArgumentException e) {
                faults.add(e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new ScenarioException(source, faults);
        }
        return known;
    }

    private Map<String, Map<String, Object>> entries(String text) {
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        if (document(text) instanceof Map<?, ?> document && document.get("scenarios") instanceof Map<?, ?> scenarios) {
            scenarios.forEach((name, body) -> entries.put(String.valueOf(name), keys(String.valueOf(name), body)));
        } else {
            faults.add("expected a map named scenarios at the top");
        }
        return entries;
    }

    private @Nullable Object document(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (YAMLException e) {
            throw new ScenarioException(source, List.of("not readable as YAML: " + e.getMessage()));
        }
    }

    private Map<String, Object> keys(String name, @Nullable Object body) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (!(body instanceof Map<?, ?> map)) {
            faults.add("%s: expected a map of keys, got %s".formatted(name, body));
            return keys;
        }
        map.forEach((key, value) -> {
            String text = String.valueOf(key);
            if (KEYS.contains(text)) {
                keys.put(text, value);
            } else {
                faults.add("%s.%s: unknown%s".formatted(name, text, Suggestion.among(KEYS, text)));
            }
        });
        return keys;
    }

    private Scenario scenario(String name, Map<String, Object> keys) {
        Keys read = new Keys(name, keys, faults);
        Scenario base = base(name, read);
        WorkerTuning tuning = base.tuning();
        TaskKind task = read.choice("task", TaskKind.values(), TaskKind::key, base.task());
        return new Scenario(
                name,
                read.text("description", base.description()),
                base.family(),
                read.choice("mode", Mode.values(), Mode::key, base.mode()),
                task,
                read.number("size", task == base.task() ? base.size() : task.usualSize()),
                new Extent(
                        read.number("workers", base.workers()),
                        read.number("tasks", base.tasks()),
                        read.number("warm_up", base.warmUp())),
                new WorkerTuning(
                        read.number("concurrency", tuning.concurrency()),
                        read.number("fetch_batch", tuning.fetchBatch()),
                        read.number("flush_batch", tuning.flushBatch()),
                        read.duration("flush_interval", tuning.flushInterval()),
                        read.duration("poll_interval", tuning.pollInterval()),
                        read.duration("lease", tuning.lease()),
                        read.text("heap", tuning.heap())),
                read.number("ceiling_rows", base.ceilingRows()),
                read.number("rate", base.ratePerSecond()),
                read.duration("deadline", base.deadline()),
                read.flag("pinned", base.pinned()),
                against(name, read, base));
    }

    private Scenario base(String name, Keys read) {
        String parent = read.text("extends", "");
        return parent.isEmpty()
                ? new Scenario(
                        name,
                        "",
                        name,
                        Mode.DRAIN,
                        TaskKind.NOOP,
                        0,
                        Extent.LEAST,
                        WorkerTuning.DEFAULT,
                        0,
                        0,
                        Duration.ofMinutes(2),
                        false,
                        null)
                : named(name, "extends", parent);
    }

    private @Nullable Scenario against(String name, Keys read, Scenario base) {
        String other = read.text("against", "");
        return other.isEmpty() ? base.against() : named(name, "against", other);
    }

    private Scenario named(String name, String key, String other) {
        Scenario found = known.get(other);
        if (found == null) {
            throw new IllegalArgumentException("%s.%s: no scenario named %s stands before it%s"
                    .formatted(name, key, other, Suggestion.among(known.keySet(), other)));
        }
        return found;
    }

    /** The keys of one scenario, read with their types; what does not fit becomes a fault and the fallback. */
    private record Keys(String scenario, Map<String, Object> values, List<String> faults) {
        String text(String key, String fallback) {
            Object value = values.get(key);
            return value == null ? fallback : String.valueOf(value);
        }

        int number(String key, int fallback) {
            Object value = values.get(key);
            return switch (value) {
                case null -> fallback;
                case Integer number -> number;
                default -> fault(key, "a whole number", value, fallback);
            };
        }

        boolean flag(String key, boolean fallback) {
            Object value = values.get(key);
            return switch (value) {
                case null -> fallback;
                case Boolean flag -> flag;
                default -> fault(key, "true or false", value, fallback);
            };
        }

        Duration duration(String key, Duration fallback) {
            Object value = values.get(key);
            if (value == null) {
                return fallback;
            }
            String text = String.valueOf(value).strip();
            try {
                if (text.endsWith("ms")) {
                    return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
                }
                if (text.endsWith("s")) {
                    return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
                }
            } catch (NumberFormatException e) {
                return fault(key, "a duration such as 10ms or 2s", value, fallback);
            }
            return fault(key, "a duration such as 10ms or 2s", value, fallback);
        }

        <T> T choice(String key, T[] choices, java.util.function.Function<T, String> names, T fallback) {
            Object value = values.get(key);
            if (value == null) {
                return fallback;
            }
            return Arrays.stream(choices)
                    .filter(choice -> names.apply(choice).equals(value))
                    .findFirst()
                    .orElseGet(() -> fault(
                            key,
                            "one of "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(choices).map(names).toList()),
                            value,
                            fallback));
        }

        private <T> T fault(String key, String expected, Object got, T fallback) {
            faults.add("%s.%s: expected %s, got %s".formatted(scenario, key, expected, got));
            return fallback;
        }
    }
}
