package dev.downbeat.worker.console;

/** The few looks that output uses. */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    WARN("33"),
    ACCENT("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Returns the text with this look for an ANSI terminal. */
    public String paint(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
