package dev.downbeat.playbook.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong and what is odd, so that all of it can be said at once. */
final class Problems {

    private static final int MOST = 500; // a document with more is no playbook at all

    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();
    private final boolean strict;

    Problems(boolean strict) {
        this.strict = strict;
    }

    void fault(int line, String path, String message, String hint) {
        add(faults, new Fault(line, path, message, hint));
    }

    void warn(int line, String path, String message, String hint) {
        add(warnings, new Fault(line, path, message, hint));
    }

    /** Notes an unknown key: a fault when strict, else a warning. */
    void unknown(int line, String path, String hint) {
        add(strict ? faults : warnings, new Fault(line, path, "unknown", hint));
    }

    boolean any() {
        return !faults.isEmpty();
    }

    List<Fault> faults() {
        return sorted(faults);
    }

    List<Fault> warnings() {
        return sorted(warnings);
    }

    private static void add(List<Fault> list, Fault fault) {
        if (list.size() < MOST && !list.contains(fault)) {
            list.add(fault);
        }
    }

    private static List<Fault> sorted(List<Fault> list) {
        return list.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
    }
}
