package dev.downbeat.worker.run;

import dev.downbeat.playbook.parse.Fault;
import dev.downbeat.playbook.parse.PlaybookInvalidException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a file is no valid playbook; each fault is told as {@code FILE:LINE: what is wrong}. */
public final class RefusedPlaybookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedPlaybookException(Path file, PlaybookInvalidException cause) {
        super(describe(file, cause.faults()), cause);
    }

    private static String describe(Path file, List<Fault> faults) {
        return faults.stream().map(fault -> line(file, fault)).collect(Collectors.joining("\n"));
    }

    private static String line(Path file, Fault fault) {
        String place = fault.path().isEmpty() ? "" : fault.path() + ": ";
        String hint = fault.hint().isEmpty() ? "" : ", " + fault.hint();
        return file + ":" + fault.line() + ": " + place + fault.message() + hint;
    }
}
