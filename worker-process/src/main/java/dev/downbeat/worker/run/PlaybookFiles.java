package dev.downbeat.worker.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Finds playbooks in the file system. */
public final class PlaybookFiles {
    private static final Pattern IS_PLAYBOOK = Pattern.compile("(?m)^kind:\\s*[\"']?Playbook\\b");
    private static final Pattern CALLS_OTHERS = Pattern.compile("\\b(kind|tool):\\s*[\"']?playbook\\b");
    private static final int MOST_FILES = 5_000;
    private static final long MOST_BYTES = 8L << 20;

    private PlaybookFiles() {}

    /** Returns the playbooks in this folder and below, by name; folders that start with a dot are passed over. */
    public static List<Path> under(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new Collector(folder, found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(found);
        return found;
    }

    /** Returns whether this text calls other playbooks. */
    public static boolean callsOthers(String text) {
        return CALLS_OTHERS.matcher(text).find();
    }

    private static boolean isPlaybook(Path file, long size) throws IOException {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && size <= MOST_BYTES
                && IS_PLAYBOOK.matcher(Files.readString(file)).find();
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> found;
        private int seen;

        Collector(Path root, List<Path> found) {
            this.root = root;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden =
                    !folder.equals(root) && folder.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (++seen > MOST_FILES) {
                return FileVisitResult.TERMINATE;
            }
            if (attributes.isRegularFile() && isPlaybook(file, attributes.size())) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException fault) {
            return FileVisitResult.CONTINUE;
        }
    }
}
