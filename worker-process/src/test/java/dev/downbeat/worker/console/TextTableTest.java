package dev.downbeat.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void columnsAreAsWideAsTheirContentAndNumbersStandRight() {
        print(Terminal.plain(), TextTable.of("STEP", ">VISITS").row("fetch", 3).row("a", 12));

        assertThat(text()).isEqualTo("STEP   VISITS\nfetch       3\na          12\n");
    }

    @Test
    void theWidestColumnGivesWayOnANarrowTerminal() {
        print(new Terminal(true, false, 20), TextTable.of("A", "B").row("short", "a text much longer than twenty"));

        assertThat(text().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(20));
        assertThat(text()).contains("short", "…");
    }

    @Test
    void missingValuesAreDashesAndLineEndsAreSpaces() {
        print(Terminal.plain(), TextTable.of("A", "B").row(null, "one\ntwo"));

        assertThat(text()).contains("-  one two");
    }

    private void print(Terminal terminal, TextTable table) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Console(out, out, terminal).table(table);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
