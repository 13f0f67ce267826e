package dev.downbeat.worker.page;

/** The frame of a page. */
public final class Page {
    private Page() {}

    /**
     * Returns a whole page, its title as its heading.
     *
     * @param style rules beside those that all pages share; empty for none
     * @param body HTML
     */
    public static String of(String title, String style, CharSequence body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s</title>
                <style>
                %2$s%3$s</style>
                </head>
                <body>
                <h1>%1$s</h1>
                %4$s</body>
                </html>
                """.formatted(Markup.escaped(title), Resource.text(Page.class, "page.css"), style, body);
    }
}
