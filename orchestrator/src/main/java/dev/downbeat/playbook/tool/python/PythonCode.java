package dev.downbeat.playbook.tool.python;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program text of a {@code python} call: {@code code}, {@code script} (text, or {@code {uri: FILE}}),
 * {@code code_b64}.
 */
final class PythonCode {
    static final Set<String> FIELDS = Set.of("code", "script", "code_b64");

    private PythonCode() {}

    static List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        long given = FIELDS.stream().filter(field -> spec.get(field) != null).count();
        if (given == 0) {
            return List.of("python needs 'code'");
        }
        return given == 1 ? List.of() : List.of("python takes one of 'code', 'script' and 'code_b64', not several");
    }

    static String of(Map<String, @Nullable Object> spec) throws ToolException {
        Object encoded = spec.get("code_b64");
        if (encoded != null) {
            return decoded(encoded.toString());
        }
        Object script = spec.get("code") == null ? spec.get("script") : spec.get("code");
        if (script == null) {
            throw ToolException.of(ErrorKind.SCHEMA, "'code' is missing");
        }
        Object file = PlainData.map(script).map(mapping -> mapping.get("uri")).orElse(null);
        return file == null ? script.toString() : read(file.toString());
    }

    private static String decoded(String encoded) throws ToolException {
        try {
            return new String(Base64.getDecoder().decode(encoded.replaceAll("\\s", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ToolException.of(ErrorKind.PARSE, "'code_b64' is not Base64: " + e.getMessage());
        }
    }

    private static String read(String uri) throws ToolException {
        String file = uri.startsWith("file://") ? uri.substring("file://".length()) : uri;
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw ToolException.of(ErrorKind.NOT_FOUND, "'script' cannot be read: file=" + file);
        }
    }
}
