package dev.downbeat.worker.page;

/** Text as it may stand in HTML and SVG. */
public final class Markup {
    private Markup() {}

    /** Returns the text with everything escaped that would mean something there, in attributes as well. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
