package dev.downbeat.queue.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the pages name is there: the class in some module, the method in the class. */
class DocumentedTestsTest {

    private static final Pattern NAMED = Pattern.compile("`(?:\\w+\\.)?([A-Z]\\w*(?:IT|Test))(?:\\.([a-z]\\w*))?`");

    private final Map<String, Path> sources = sources();

    @Test
    void areThere() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Page> pages = Page.naming();
        for (Page page : pages) {
            missing.addAll(missing(page));
        }

        assertThat(pages).extracting(Page::name).contains("guarantees", "cases");
        assertThat(missing).isEmpty();
    }

    @Test
    void areMissedWhenTheyAreNot() throws IOException {
        var page = new Page("wrong", "`NowhereIT` `fault.HeadlineIT.losesEverything` `HeadlineIT`");

        assertThat(missing(page)).containsExactly("wrong: NowhereIT", "wrong: HeadlineIT.losesEverything");
    }

    private List<String> missing(Page page) throws IOException {
        List<String> missing = new ArrayList<>();
        var named = NAMED.matcher(page.text());
        while (named.find()) {
            String type = named.group(1);
            String method = named.group(2);
            Path source = sources.get(type);
            if (source == null) {
                missing.add(page.name() + ": " + type);
            } else if (method != null && !Files.readString(source).contains(" " + method + "(")) {
                missing.add(page.name() + ": " + type + "." + method);
            }
        }
        return missing;
    }

    private static Map<String, Path> sources() {
        Map<String, Path> found = new HashMap<>();
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            for (Path module : modules.filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file ->
                                    found.put(file.getFileName().toString().replace(".java", ""), file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
