package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the project leads where it says. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    static Stream<String> pages() {
        List<Path> pages = new ArrayList<>();
        try {
            Files.walkFileTree(ProjectFiles.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean ours = folder.equals(ProjectFiles.ROOT) || !(name.startsWith(".") || name.equals("target"));
                    return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        pages.add(ProjectFiles.ROOT.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages.stream().map(Path::toString).sorted();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leadsToFilesAndHeadingsThatExist(String page) {
        Path file = ProjectFiles.ROOT.resolve(page);

        assertThat(links(ProjectFiles.read(file)).filter(link -> !leads(file, link)))
                .isEmpty();
    }

    @Test
    void everyPageIsFoundFromTheReadme() {
        Set<Path> found = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(ProjectFiles.ROOT.resolve("README.md")));
        while (!next.isEmpty()) {
            Path page = next.pop();
            if (page.toString().endsWith(".md") && found.add(page)) {
                links(ProjectFiles.read(page))
                        .map(link -> page.resolveSibling(link.replaceFirst("#.*", ""))
                                .normalize())
                        .filter(Files::isRegularFile)
                        .forEach(next::push);
            }
        }

        assertThat(pages().filter(page -> page.startsWith("docs")).map(ProjectFiles.ROOT::resolve))
                .isSubsetOf(found);
    }

    /** The relative links of a page, outside of code. */
    private static Stream<String> links(String text) {
        return LINK.matcher(CODE.matcher(text).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://") && !link.startsWith("mailto:"));
    }

    private static boolean leads(Path from, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        if (!target.startsWith(ProjectFiles.ROOT) || !Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || anchors(target).contains(parts[1]);
    }

    /** A page's headings, spelled as links spell them. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(CODE_BLOCK.matcher(ProjectFiles.read(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
