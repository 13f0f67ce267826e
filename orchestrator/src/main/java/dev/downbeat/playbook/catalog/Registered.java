package dev.downbeat.playbook.catalog;

import java.util.List;

/**
 * What a registration did.
 *
 * @param changed false when the text was the newest version already
 * @param warnings one line each, with the line of the text and a hint
 */
public record Registered(long playbookId, String path, int version, boolean changed, List<String> warnings) {
    /** Copies the warnings. */
    public Registered {
        warnings = List.copyOf(warnings);
    }
}
