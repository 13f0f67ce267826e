package dev.downbeat.playbook.parse;

import java.util.List;

/** Reads playbooks. */
public final class PlaybookParser {

    private PlaybookParser() {}

    /**
     * Parses and validates a document.
     *
     * @throws PlaybookInvalidException if anything is wrong with it, with all faults
     */
    public static Parsed parse(String text, ParseOptions options) {
        if (text.isBlank() || options.kinds().isEmpty()) {
            throw new PlaybookInvalidException(List.of(new Fault(1, "", "the document is empty", "")));
        }
        throw new UnsupportedOperationException("Parsing is not there yet");
    }
}
