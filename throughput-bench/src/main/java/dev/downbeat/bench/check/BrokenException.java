package dev.downbeat.bench.check;

/** Thrown by a probe that finds that something does not do its work, however fast. */
final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
        super(message);
    }
}
