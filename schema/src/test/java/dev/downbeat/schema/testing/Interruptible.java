package dev.downbeat.schema.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a test interrupt what it starts, whoever started the test: a shell's background jobs ignore SIGINT, as does all that
 * they start, unless told otherwise.
 */
public final class Interruptible {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final long SIGINT = 1L << 1;

    private Interruptible() {}

    /** Returns the command, as it must be started to end by SIGINT. */
    public static List<String> command(List<String> command) throws IOException {
        if (!isIgnored()) {
            return command;
        }
        List<String> told = new ArrayList<>(List.of("env", "--default-signal=INT"));
        told.addAll(command);
        return told;
    }

    private static boolean isIgnored() throws IOException {
        if (!Files.exists(STATUS)) {
            return false;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(IGNORED))
                    .map(line -> line.substring(IGNORED.length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT) != 0);
        }
    }
}
