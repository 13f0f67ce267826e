package dev.downbeat.queue.snippet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page of the documentation and the code on it. */
record Page(String name, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The README, and the pages on the queue. */
    static List<Page> all() {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/queue"))) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream())
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages that name tests: all that there are. */
    static List<Page> naming() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        }
    }

    private static Page read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".md", "").toLowerCase(Locale.ROOT);
            return new Page(name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of one language, all blocks of the page together; empty if it has none. */
    String code(String language) {
        StringBuilder code = new StringBuilder();
        var block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
        while (block.find()) {
            code.append(block.group(1)).append('\n');
        }
        return code.toString();
    }

    /** What the page takes for granted; empty if nothing. */
    String preamble(String extension) {
        try (InputStream stream = Page.class.getResourceAsStream("/snippets/" + name + "." + extension)) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
