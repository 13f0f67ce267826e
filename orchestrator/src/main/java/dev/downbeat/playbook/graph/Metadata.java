package dev.downbeat.playbook.graph;

import java.util.Map;

/**
 * What a playbook says about itself.
 *
 * @param name its name, never blank
 * @param path the catalog key: {@code metadata.path}, else the name; without a leading slash
 * @param version the version the author wrote, or empty; the catalog counts its own
 * @param description free text, or empty
 * @param labels free labels
 */
public record Metadata(String name, String path, String version, String description, Map<String, String> labels) {

    public Metadata {
        labels = Map.copyOf(labels);
    }
}
