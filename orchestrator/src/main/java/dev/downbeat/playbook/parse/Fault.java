package dev.downbeat.playbook.parse;

/**
 * One thing that is wrong with a document.
 *
 * @param line its line, from 1
 * @param path where in the document, {@code workflow[3].loop.concurency}; empty for the whole
 * @param message what is wrong
 * @param hint what to do, for example {@code did you mean concurrency?}; may be empty
 */
public record Fault(int line, String path, String message, String hint) {

    /** Returns the fault in one line: {@code line 12: workflow[3].loop.concurency: unknown, did you mean concurrency?}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("line ").append(line).append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        return hint.isEmpty() ? text.toString() : text.append(", ").append(hint).toString();
    }
}
