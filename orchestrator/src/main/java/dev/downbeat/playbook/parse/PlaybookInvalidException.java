package dev.downbeat.playbook.parse;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a document is no valid playbook; carries all its faults. */
public final class PlaybookInvalidException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public PlaybookInvalidException(List<Fault> faults) {
        super("Playbook refused, faults=%d. Nothing was registered.%n%s"
                .formatted(faults.size(), faults.stream().map(Fault::toString).collect(Collectors.joining("\n"))));
        this.faults = List.copyOf(faults);
    }

    /** Returns the faults in the order of their lines; at least one. */
    public List<Fault> faults() {
        return faults;
    }
}
