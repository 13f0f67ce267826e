package dev.downbeat.playbook.catalog;

/** Thrown when a playbook is asked for that the catalog does not have. */
public final class UnknownPlaybookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** Names the path, the version if one was asked for, and the nearest path that exists, if any is near. */
    UnknownPlaybookException(String path, String version, String hint) {
        super("Playbook not in the catalog: path=%s%s%s. Nothing was started."
                .formatted(path, version, hint.isEmpty() ? "" : ", did you mean " + hint + "?"));
        this.path = path;
    }

    /** Returns the path that was asked for. */
    public String path() {
        return path;
    }
}
