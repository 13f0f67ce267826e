package dev.downbeat.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void aTerminalHasColoursAndTheWidthThatTheLauncherFound() {
        assertThat(Terminal.detect(XTERM, Map.of("downbeat.terminal", "132"))).isEqualTo(new Terminal(true, true, 132));
    }

    @Test
    void noColorIsObeyed() {
        Terminal terminal = Terminal.detect(
                Map.of("TERM", "xterm", "NO_COLOR", "1", "CLICOLOR_FORCE", "1"), Map.of("downbeat.terminal", "80"));

        assertThat(terminal).isEqualTo(new Terminal(true, false, 80));
    }

    @Test
    void aPipeHasNeither() {
        assertThat(Terminal.detect(XTERM, Map.of()).interactive()).isFalse();
        assertThat(Terminal.detect(XTERM, Map.of()).colour()).isFalse();
    }

    @Test
    void anUnknownWidthIsTakenFromTheEnvironmentElseUsual() {
        assertThat(Terminal.detect(Map.of("TERM", "xterm", "COLUMNS", "70"), Map.of("downbeat.terminal", "0"))
                        .width())
                .isEqualTo(70);
        assertThat(Terminal.detect(XTERM, Map.of("downbeat.terminal", "")).width())
                .isEqualTo(100);
    }

    @Test
    void aDumbTerminalIsNotDrawnOn() {
        assertThat(Terminal.detect(Map.of("TERM", "dumb"), Map.of("downbeat.terminal", "80"))
                        .interactive())
                .isFalse();
    }
}
