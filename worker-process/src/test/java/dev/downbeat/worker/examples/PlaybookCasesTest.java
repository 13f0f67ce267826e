package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every case of docs/playbook-cases.md names tests that exist. */
class PlaybookCasesTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void namesTestsThatExist() {
        Map<String, String> sources = sources();

        List<MatchResult> named = NAMED.matcher(ProjectFiles.read("docs/playbook-cases.md"))
                .results()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(30)
                .allSatisfy(test -> assertThat(sources.get(test.group(1)))
                        .as(test.group())
                        .contains("void " + test.group(2) + "("));
    }

    private static Map<String, String> sources() {
        return Stream.of("orchestrator", "worker-process")
                .map(module -> ProjectFiles.ROOT.resolve(module).resolve("src/test/java"))
                .flatMap(PlaybookCasesTest::files)
                .filter(file -> file.toString().endsWith(".java"))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        ProjectFiles::read,
                        (one, other) -> one + other));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
