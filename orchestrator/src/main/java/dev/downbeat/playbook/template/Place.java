package dev.downbeat.playbook.template;

/**
 * Where a template stands, for messages.
 *
 * @param line the line in the document, from 1; 0 when there is no document
 * @param path the path in the document, {@code workflow[2].next.arcs[0].when}, or empty
 * @param step the name of the step around it, or empty
 */
public record Place(int line, String path, String step) {

    /** No place in a document. */
    public static final Place NONE = new Place(0, "", "");

    /** Returns this place with a key appended to its path. */
    public Place key(String key) {
        return new Place(line, path.isEmpty() ? key : path + "." + key, step);
    }

    /** Returns this place with an index appended to its path. */
    public Place index(int index) {
        return new Place(line, path + "[" + index + "]", step);
    }

    /** Returns this place at another line. */
    public Place atLine(int number) {
        return new Place(number, path, step);
    }
}
