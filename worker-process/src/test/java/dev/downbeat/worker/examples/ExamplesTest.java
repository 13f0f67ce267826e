package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.downbeat.playbook.parse.Fault;
import dev.downbeat.playbook.parse.ParseOptions;
import dev.downbeat.playbook.parse.PlaybookInvalidException;
import dev.downbeat.playbook.parse.PlaybookParser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example playbooks, as registration sees them. */
class ExamplesTest {

    private static final String REFUSED = "52-refused";
    private static final String SHADOWING = "17-names-do-not-shadow";
    private static final ParseOptions STRICT = ParseOptions.DEFAULT.withStrict(true);

    static List<Path> valid() {
        return Stream.of("examples", "examples/regression", "examples/heavy_payload", "examples/children")
                .flatMap(folder -> ProjectFiles.playbooks(folder).stream())
                .filter(file -> !List.of(REFUSED, SHADOWING).contains(ProjectFiles.stem(file)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void isRegisteredWithoutAFaultOrAWarning(Path file) {
        var parsed = PlaybookParser.parse(ProjectFiles.read(file), STRICT);

        assertThat(parsed.warnings()).isEmpty();
    }

    @Test
    void warnsOfTheOneStepThatIsNamedLikeAWorkloadKey() {
        String text = ProjectFiles.read("examples/regression/" + SHADOWING + ".yaml");

        assertThat(PlaybookParser.parse(text, STRICT).warnings())
                .singleElement()
                .extracting(Fault::line)
                .isEqualTo(lineOf(text, "- step: items"));
    }

    @Test
    void refusesTheOneThatIsBrokenAndNamesEveryFaultWithItsLine() {
        String text = ProjectFiles.read("examples/regression/" + REFUSED + ".yaml");

        assertThatExceptionOfType(PlaybookInvalidException.class)
                .isThrownBy(() -> PlaybookParser.parse(text, ParseOptions.DEFAULT))
                .satisfies(refused -> assertThat(refused.faults())
                        .extracting(Fault::line)
                        .contains(lineOf(text, "- step: the_end"), lineOf(text, "- step: end")));
    }

    @Test
    void has52RegressionPlaybooksAndBothMastersRunThemAll() {
        List<String> paths = ProjectFiles.playbooks("examples/regression").stream()
                .map(ProjectFiles::stem)
                .filter(stem -> stem.matches("\\d\\d-.*"))
                .map("regression/"::concat)
                .toList();

        assertThat(paths).hasSize(52).allSatisfy(path -> {
            assertThat(ProjectFiles.read("examples/" + path + ".yaml")).contains("  path: " + path + "\n");
            assertThat(ProjectFiles.read("examples/regression/parallel.yaml")).contains("    - " + path + "\n");
            assertThat(ProjectFiles.read("examples/regression/sequential.yaml")).contains("      path: " + path + "\n");
        });
    }

    private static int lineOf(String text, String part) {
        return (int) text.substring(0, text.indexOf(part)).lines().count();
    }
}
