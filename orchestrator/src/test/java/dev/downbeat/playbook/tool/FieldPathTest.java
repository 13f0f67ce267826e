package dev.downbeat.playbook.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.template.Deferred;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields deep in plain data. */
class FieldPathTest {

    @Test
    void keepsWhatStandsBesideTheField() {
        assertThat(FieldPath.with(Map.of("a", Map.of("x", 1), "b", 2), "a.y", 3))
                .isEqualTo(Map.of("a", Map.of("x", 1, "y", 3), "b", 2));
    }

    @Test
    void makesAMappingOfWhatIsNone() {
        assertThat(FieldPath.with(null, "a.b.c", 1)).isEqualTo(Map.of("a", Map.of("b", Map.of("c", 1))));
        assertThat(FieldPath.with(Map.of("a", "text"), "a.b", 1)).isEqualTo(Map.of("a", Map.of("b", 1)));
    }

    @Test
    void resolvesWhatIsDeferredOnTheWay() {
        Deferred kept = () -> Map.of("x", 1);

        assertThat(FieldPath.with(Map.of("a", kept), "a.y", 2)).isEqualTo(Map.of("a", Map.of("x", 1, "y", 2)));
    }
}
