package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One validated playbook.
 *
 * @param metadata its name and catalog path
 * @param workload the defaults; the payload is merged over {@link Template#source() its source}, then rendered once
 * @param keychain named secrets, resolved in the worker at call time
 * @param workbook named tools, by name
 * @param steps all steps by name, in the order of the document
 * @param entry the name of the first step; always a key of {@code steps}
 */
public record Playbook(
        Metadata metadata,
        Template workload,
        List<Keychain> keychain,
        Map<String, ToolSpec> workbook,
        Map<String, Step> steps,
        String entry) {

    public Playbook {
        keychain = List.copyOf(keychain);
        workbook = Collections.unmodifiableMap(new LinkedHashMap<>(workbook));
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** Returns the step of that name; empty when there is none. */
    public Optional<Step> step(String name) {
        return Optional.ofNullable(steps.get(name));
    }
}
