package dev.downbeat.worker.console;

import java.util.Map;

/**
 * What stands at the other end of standard output.
 *
 * @param interactive whether a person watches, so that lines may be drawn again
 * @param colour whether colours are wanted and possible
 * @param width columns, at least 20
 */
public record Terminal(boolean interactive, boolean colour, int width) {
    private static final int USUAL_WIDTH = 100;

    public Terminal {
        width = Math.max(20, width);
    }

    /** Returns a terminal for output into files and pipes. */
    public static Terminal plain() {
        return new Terminal(false, false, 200);
    }

    /**
     * Detects the terminal from what the launcher found: Java 21 cannot tell by itself whether standard output is one.
     *
     * @param environment {@code NO_COLOR}, {@code CLICOLOR_FORCE}, {@code TERM} and {@code COLUMNS} are obeyed
     * @param properties {@code downbeat.terminal} is its width, or absent when standard output is no terminal
     */
    public static Terminal detect(Map<String, String> environment, Map<?, ?> properties) {
        Object found = properties.get("downbeat.terminal");
        boolean forced = !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0");
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        if (found == null) {
            return new Terminal(false, forced && !refused, 200);
        }
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        int width = columns(String.valueOf(found), columns(environment.getOrDefault("COLUMNS", ""), USUAL_WIDTH));
        return new Terminal(!dumb, !refused && (forced || !dumb), width);
    }

    static int columns(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : otherwise;
    }
}
