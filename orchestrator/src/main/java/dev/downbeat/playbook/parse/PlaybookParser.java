package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Playbook;
import org.jspecify.annotations.Nullable;

/**
 * Reads playbooks: the union of the dialects, into one graph.
 *
 * <p>A document may have up to 5 Mi characters, be nested 60 deep and unfold to 300 000 values.
 */
public final class PlaybookParser {

    private PlaybookParser() {}

    /**
     * Parses and validates a document.
     *
     * @throws PlaybookInvalidException if anything is wrong with it, with all faults, and no other exception
     */
    public static Parsed parse(String text, ParseOptions options) {
        Problems problems = new Problems(options.strict());
        Playbook playbook = read(text, options, problems);
        if (playbook == null || problems.any()) {
            throw new PlaybookInvalidException(problems.faults());
        }
        return new Parsed(playbook, problems.warnings());
    }

    private static @Nullable Playbook read(String text, ParseOptions options, Problems problems) {
        Yaml document = YamlReader.read(text, problems);
        return document == null ? null : new DocumentReader(problems, options).read(document);
    }
}
