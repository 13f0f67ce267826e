package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Playbook;
import java.util.List;

/**
 * A valid document.
 *
 * @param playbook its graph
 * @param warnings what is odd but accepted: unknown and duplicate keys
 */
public record Parsed(Playbook playbook, List<Fault> warnings) {

    public Parsed {
        warnings = List.copyOf(warnings);
    }
}
