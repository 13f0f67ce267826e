package dev.downbeat.worker.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * How many columns the terminal's window has, read again whenever its size changes (SIGWINCH). Where that cannot be
 * told, the width stays as it was found at the start. Safe from any thread; until closed it answers the signal.
 */
public final class WindowWidth implements AutoCloseable {
    private static final String SIZE_CHANGED = "WINCH";

    private final Object before;
    private volatile int columns;

    private WindowWidth(int columns) {
        this.columns = columns;
        this.before = Signals.register(SIZE_CHANGED, this::readAgain);
    }

    /** Starts to follow the window that this process writes to, beginning with the terminal's width. */
    public static WindowWidth of(Terminal terminal) {
        return new WindowWidth(terminal.width());
    }

    /** Returns the columns of now, at least 20. */
    public int columns() {
        return columns;
    }

    @Override
    public void close() {
        Signals.unregister(SIZE_CHANGED, before);
    }

    private void readAgain() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return;
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            columns = new Terminal(true, true, Terminal.columns(size.replaceFirst(".* ", ""), columns)).width();
        } catch (IOException e) {
            // No such program or no such terminal: the width found at the start has to do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
