package dev.downbeat.worker.settings;

import java.util.List;

/** Thrown when settings are wrong; tells every fault at once. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    SettingsException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Returns one line per fault. */
    public List<String> faults() {
        return faults;
    }
}
