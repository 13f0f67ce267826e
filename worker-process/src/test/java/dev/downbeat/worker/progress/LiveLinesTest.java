package dev.downbeat.worker.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicInteger columns = new AtomicInteger(60);
    private final LiveLines lines = new LiveLines(console(), columns::get);

    @Test
    void drawsOverTheLinesThatMovedBefore() {
        lines.replace(List.of(), List.of("one", "two"));
        screen.reset();

        lines.replace(List.of("passed"), List.of("three"));

        assertThat(drawn()).isEqualTo("\u001b[2A\r\u001b[Jpassed\nthree\n");
    }

    @Test
    void drawsOverEveryRowThatANarrowerWindowHasWrapped() {
        lines.replace(List.of(), List.of("x".repeat(50), "short"));
        screen.reset();

        columns.set(20);
        lines.replace(List.of(), List.of("x".repeat(50), "short"));

        assertThat(drawn()).startsWith("\u001b[4A\r\u001b[J").contains("x".repeat(19) + "\n");
    }

    @Test
    void drawsNothingWhereNothingChanged() {
        lines.replace(List.of(), List.of("one"));
        screen.reset();

        lines.replace(List.of(), List.of("one"));

        assertThat(drawn()).isEmpty();
    }

    private String drawn() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private Console console() {
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return new Console(out, out, new Terminal(true, false, 60));
    }
}
