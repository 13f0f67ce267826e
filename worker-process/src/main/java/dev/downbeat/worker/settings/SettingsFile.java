package dev.downbeat.worker.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What {@code downbeat.yaml} sets.
 *
 * @param name the file, for messages
 * @param values texts by key
 * @param faults what is wrong with the file; reported with all other faults
 */
public record SettingsFile(String name, Map<String, String> values, List<String> faults) {
    public SettingsFile {
        values = Map.copyOf(values);
        faults = List.copyOf(faults);
    }

    /** Returns a file that sets nothing. */
    public static SettingsFile none() {
        return new SettingsFile("downbeat.yaml", Map.of(), List.of());
    }

    /** Reads the file; YAML is loaded only here, so that a process without a file does not pay for it. */
    public static SettingsFile read(Path file) {
        String name = file.toString();
        try (Reader reader = Files.newBufferedReader(file)) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            if (tree == null) {
                return new SettingsFile(name, Map.of(), List.of());
            }
            if (!(tree instanceof Map<?, ?> map)) {
                return broken(name, "expected keys and values");
            }
            Map<String, String> values = new LinkedHashMap<>();
            flatten("", map, values);
            return new SettingsFile(name, values, unknown(name, values.keySet()));
        } catch (NoSuchFileException e) {
            return broken(name, "no such file");
        } catch (IOException e) {
            return broken(name, "cannot be read: " + e.getMessage());
        } catch (YAMLException e) {
            return broken(name, String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static SettingsFile broken(String name, String fault) {
        return new SettingsFile(name, Map.of(), List.of(name + ": " + fault));
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> values) {
        map.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> inner && !KnownSettings.byKey(path).isPresent()) {
                flatten(path + ".", inner, values);
            } else {
                values.put(path, text(value));
            }
        });
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Collection<?> items -> items.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Map<?, ?> pairs ->
                pairs.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining(","));
            default -> String.valueOf(value);
        };
    }

    private static List<String> unknown(String name, Collection<String> keys) {
        List<String> faults = new ArrayList<>();
        for (String key : keys) {
            if (KnownSettings.byKey(key).isEmpty()) {
                faults.add(name + ": " + key + ": unknown setting" + Suggestion.among(KnownSettings.keys(), key));
            }
        }
        return faults;
    }
}
