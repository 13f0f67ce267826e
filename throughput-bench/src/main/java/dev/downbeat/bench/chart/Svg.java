package dev.downbeat.bench.chart;

import dev.downbeat.worker.page.Markup;
import java.util.Locale;

/** The frame that charts are drawn into, and the few shapes they need. Colours are classes, so that the page decides. */
final class Svg {
    static final int WIDTH = 480;

    private final StringBuilder text = new StringBuilder();

    Svg(int height, String title) {
        text.append("<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title>\n"
                .formatted(WIDTH, height, Markup.escaped(title)));
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                .formatted(style, at(x1), at(y1), at(x2), at(y2)));
    }

    /** Writes text; {@code anchor} is start, middle or end. */
    Svg text(String anchor, double x, double y, String words) {
        return add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
                .formatted(at(x), at(y), anchor, Markup.escaped(words)));
    }

    Svg path(String style, String steps, String tip) {
        return add("<path class=\"%s\" d=\"%s\"><title>%s</title></path>".formatted(style, steps, Markup.escaped(tip)));
    }

    Svg dot(String style, double x, double y, String tip) {
        return add("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s</title></circle>"
                .formatted(style, at(x), at(y), Markup.escaped(tip)));
    }

    Svg bar(String style, double x, double y, double width, double height) {
        return add("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>"
                .formatted(style, at(x), at(y), at(Math.max(0, width)), at(height)));
    }

    /** A place, to a tenth of a pixel. */
    static String at(double place) {
        return String.format(Locale.ROOT, "%.1f", place);
    }

    String end() {
        return text.append("</svg>\n").toString();
    }

    private Svg add(String shape) {
        text.append(shape).append('\n');
        return this;
    }
}
