package dev.downbeat.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadTest {
    @Test
    void setsAreJsonWhereTheyCanBeAndTextElsewhere() {
        assertThat(Payload.of(null, Map.of("n", "5", "on", "true", "list", "[1, 2]", "name", "world", "v", "1.2.3")))
                .isEqualTo(Map.of("n", 5, "on", true, "list", List.of(1, 2), "name", "world", "v", "1.2.3"));
    }

    @Test
    void aSetReachesIntoThePayload() {
        assertThat(Payload.of("{\"a\": {\"b\": 1, \"c\": 2}}", Map.of("a.b", "7")))
                .isEqualTo(Map.of("a", Map.of("b", 7, "c", 2)));
    }

    @Test
    void aFileIsReadAfterAnAtSign(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("p.json"), "{\"a\": 1}");

        assertThat(Payload.of("@" + file, Map.of())).isEqualTo(Map.of("a", 1));
    }

    @Test
    void whatIsNoJsonObjectIsRefusedWithThePlace() {
        assertThatThrownBy(() -> Payload.of("{\"a\": }", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--payload")
                .hasMessageContaining("line 1, column");
        assertThatThrownBy(() -> Payload.of("[1]", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Payload.of("@/no/such/file", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/file");
    }
}
