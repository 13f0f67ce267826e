package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.LoopSummary;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** One loop's bar. The library draws it into a text; {@link LiveLines} puts it on the screen. For one thread. */
final class LoopBar implements AutoCloseable {
    private static final int NEVER_BY_ITSELF = Integer.MAX_VALUE;
    private static final int MOST_COLUMNS = 100;
    /** What a loop adds behind its bar, and the time it expects to take, are left out of windows narrower than this. */
    private static final int ROOMY_COLUMNS = 80;

    private final Console console;
    private final IntSupplier columns;
    private final ProgressBar bar;
    private final Drawing drawing;

    private LoopBar(Console console, IntSupplier columns, ProgressBar bar, Drawing drawing) {
        this.console = console;
        this.columns = columns;
        this.bar = bar;
        this.drawing = drawing;
    }

    static LoopBar of(Console console, IntSupplier columns, LoopSummary loop) {
        Drawing drawing = new Drawing(columns);
        ProgressBarBuilder bar = new ProgressBarBuilder()
                .setTaskName(loop.step())
                .setInitialMax(loop.total())
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(NEVER_BY_ITSELF)
                .setConsumer(drawing);
        if (columns.getAsInt() < ROOMY_COLUMNS) {
            bar.hideEta();
        }
        return new LoopBar(console, columns, bar.build(), drawing);
    }

    String line(LoopSummary loop, String spinner) {
        bar.maxHint(loop.total());
        bar.stepTo(loop.done());
        bar.setExtraMessage(columns.getAsInt() < ROOMY_COLUMNS ? "" : extra(loop));
        bar.refresh();
        String text = drawing.text;
        return spinner + " " + (loop.failed() > 0 ? console.styled(Style.WARN, text) : text);
    }

    @Override
    public void close() {
        bar.close();
    }

    private static String extra(LoopSummary loop) {
        String failed = loop.failed() > 0 ? " " + loop.failed() + " failed" : "";
        return " " + loop.running() + " of " + loop.width() + " at once" + failed;
    }

    /** Keeps what the library drew last, as wide as the window allows. */
    private static final class Drawing implements ProgressBarConsumer {
        private final IntSupplier columns;
        private volatile String text = "";

        private Drawing(IntSupplier columns) {
            this.columns = columns;
        }

        @Override
        public int getMaxRenderedLength() {
            return Math.min(MOST_COLUMNS, columns.getAsInt() - 3);
        }

        @Override
        public void accept(String drawn) {
            text = drawn;
        }

        @Override
        public void close() {
            // The last drawing stays readable.
        }
    }
}
