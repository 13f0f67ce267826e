package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.LoopSummary;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One loop's bar. The library draws it into a text; {@link LiveLines} puts it on the screen. For one thread. */
final class LoopBar implements AutoCloseable {
    private static final int NEVER_BY_ITSELF = Integer.MAX_VALUE;

    private final Console console;
    private final ProgressBar bar;
    private final AtomicReference<String> drawn;

    private LoopBar(Console console, ProgressBar bar, AtomicReference<String> drawn) {
        this.console = console;
        this.bar = bar;
        this.drawn = drawn;
    }

    static LoopBar of(Console console, LoopSummary loop) {
        AtomicReference<String> drawn = new AtomicReference<>("");
        int width = Math.min(100, console.terminal().width() - 3);
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(loop.step())
                .setInitialMax(loop.total())
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(NEVER_BY_ITSELF)
                .setConsumer(new DelegatingProgressBarConsumer(drawn::set, width))
                .build();
        return new LoopBar(console, bar, drawn);
    }

    String line(LoopSummary loop, String spinner) {
        bar.maxHint(loop.total());
        bar.stepTo(loop.done());
        bar.setExtraMessage(extra(loop));
        bar.refresh();
        String text = drawn.get();
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
}
