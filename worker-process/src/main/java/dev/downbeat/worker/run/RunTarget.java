package dev.downbeat.worker.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the user asked to run. */
public sealed interface RunTarget {
    /** How a path of the catalog is told from a file. */
    String CATALOG = "catalog://";

    /** What stands in the catalog under this path. */
    record Catalogued(String path) implements RunTarget {}

    /** What this file says. */
    record InFile(Path file) implements RunTarget {}

    /**
     * Reads a file's name, a folder's, or {@code catalog://PATH}. A folder means its only playbook, or its
     * {@code main.yaml}.
     *
     * @throws IllegalArgumentException if there is no such thing; the message says what to do
     */
    static RunTarget of(String text) {
        if (text.startsWith(CATALOG)) {
            return new Catalogued(text.substring(CATALOG.length()));
        }
        Path path = path(text);
        if (Files.isDirectory(path)) {
            return new InFile(main(path));
        }
        if (Files.isRegularFile(path)) {
            return new InFile(path);
        }
        throw new IllegalArgumentException(
                "No such file: %s. For a playbook of the catalog write %s%s.".formatted(text, CATALOG, text));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Not a file name: " + text, e);
        }
    }

    private static Path main(Path folder) {
        Path main = folder.resolve("main.yaml");
        if (Files.isRegularFile(main)) {
            return main;
        }
        List<Path> own = PlaybookFiles.under(folder);
        List<Path> top =
                own.stream().filter(file -> folder.equals(file.getParent())).toList();
        if (top.size() == 1) {
            return top.getFirst();
        }
        if (own.size() == 1) {
            return own.getFirst();
        }
        if (own.isEmpty()) {
            throw new IllegalArgumentException(folder + " holds no playbook (*.yaml with kind: Playbook).");
        }
        throw new IllegalArgumentException("%s holds %d playbooks and no main.yaml; name one of them: %s"
                .formatted(
                        folder,
                        own.size(),
                        (top.isEmpty() ? own : top)
                                .stream().limit(10).map(Path::toString).collect(Collectors.joining(", "))));
    }
}
