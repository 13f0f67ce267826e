package dev.downbeat.bench.chart;

import java.util.List;

/**
 * Lying bars, one below the other, each with its name before and its figure behind.
 *
 * @param title what it shows, for those who cannot see it
 * @param bars at least one
 */
public record BarChart(String title, List<Bar> bars) {
    private static final int ROW = 26;
    private static final int THICK = 16;
    private static final int LEFT = 150;
    private static final int RIGHT = 90;

    /** A longer name is cut: it stands in the table as well. */
    private static final int MOST_LETTERS = 21;

    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param name before it
     * @param value how long it is
     * @param text behind it
     * @param spread half the width of the mark at its end, as a share of the value; 0 for none
     */
    public record Bar(String name, double value, String text, double spread) {}

    /** Returns the chart as HTML. */
    public String html() {
        double most = bars.stream()
                .mapToDouble(bar -> bar.value() * (1 + bar.spread()))
                .max()
                .orElse(1);
        Svg svg = new Svg(bars.size() * ROW + 6, title);
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), i * ROW + 6, (Svg.WIDTH - LEFT - RIGHT) / Math.max(most, Double.MIN_NORMAL));
        }
        return "<figure>\n" + svg.end() + "</figure>\n";
    }

    private static void draw(Svg svg, Bar bar, double top, double scale) {
        double length = bar.value() * scale;
        double reach = bar.spread() * length;
        double middle = top + THICK / 2.0;
        svg.text("end", LEFT - 8, middle + 4, shortened(bar.name())).bar("bar s0", LEFT, top, length, THICK);
        if (reach > 0) {
            svg.line("whisker", LEFT + length - reach, middle, LEFT + length + reach, middle);
        }
        svg.text("start", LEFT + length + reach + 6, middle + 4, bar.text());
    }

    private static String shortened(String name) {
        return name.length() <= MOST_LETTERS ? name : name.substring(0, MOST_LETTERS - 1) + "…";
    }
}
