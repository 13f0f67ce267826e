package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.LoopSummary;
import dev.downbeat.playbook.status.Progress;
import dev.downbeat.worker.console.Console;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Shows a run as plain lines, for files and pipes: each step as it passes, each loop a few times. */
public final class PlainView implements RunView {
    private static final Duration LOOP_LINE_EVERY = Duration.ofSeconds(5);

    private final Console console;
    private final StepLines steps;
    private final Map<String, Long> loopShownNanos = new HashMap<>();

    public PlainView(Console console) {
        this.console = console;
        this.steps = new StepLines(console);
    }

    @Override
    public void show(Progress progress) {
        for (LoopSummary loop : progress.loops()) {
            long now = System.nanoTime();
            Long shown = loopShownNanos.putIfAbsent(loop.step() + "#" + loop.visit(), now);
            if (shown != null && loop.running() > 0 && now - shown >= LOOP_LINE_EVERY.toNanos()) {
                loopShownNanos.put(loop.step() + "#" + loop.visit(), now);
                console.line("… %s  %d/%d, %d failed".formatted(loop.step(), loop.done(), loop.total(), loop.failed()));
            }
        }
        steps.passed(progress).forEach(console::line);
    }

    @Override
    public void notice(String text) {
        console.notice(text);
    }

    @Override
    public void close() {}
}
