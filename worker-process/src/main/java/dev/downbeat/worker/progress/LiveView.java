package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.LoopSummary;
import dev.downbeat.playbook.status.Progress;
import dev.downbeat.playbook.status.StepSummary;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.WindowWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows a run on a terminal: steps that have passed stay as lines, open steps and loops move below them. */
public final class LiveView implements RunView {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final Set<String> OPEN = Set.of("active", "parked", "looping");
    private static final int MOST_LINES = 12;

    private final Console console;
    private final WindowWidth window;
    private final StepLines steps;
    private final LiveLines live;
    private final Map<String, LoopBar> bars = new HashMap<>();
    private int frame;

    public LiveView(Console console) {
        this.console = console;
        this.steps = new StepLines(console);
        this.window = WindowWidth.of(console.terminal());
        this.live = new LiveLines(console, window::columns);
        console.raw("\u001b[?25l"); // no cursor while lines move
    }

    @Override
    public void show(Progress progress) {
        frame++;
        List<String> moving = new ArrayList<>();
        Set<String> looping = new HashSet<>();
        for (LoopSummary loop : progress.loops()) {
            if (loop.status().equals("looping")) {
                looping.add(loop.step());
                moving.add(bars.computeIfAbsent(
                                loop.step() + "#" + loop.visit(), key -> LoopBar.of(console, window::columns, loop))
                        .line(loop, spinner()));
            }
        }
        for (StepSummary step : progress.steps()) {
            if (OPEN.contains(step.status()) && !looping.contains(step.step())) {
                moving.add(spinner() + " " + step.step() + (step.status().equals("parked") ? faint("  waiting") : ""));
            }
        }
        live.replace(steps.passed(progress), shortened(moving));
    }

    @Override
    public void notice(String text) {
        live.replace(List.of(console.styled(Style.WARN, text)), live.current());
    }

    @Override
    public void close() {
        live.replace(List.of(), List.of());
        bars.values().forEach(LoopBar::close);
        console.raw("\u001b[?25h");
        window.close();
    }

    private List<String> shortened(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> few = new ArrayList<>(lines.subList(0, MOST_LINES - 1));
        few.add(faint("  and " + (lines.size() - few.size()) + " more"));
        return few;
    }

    private String spinner() {
        return console.styled(Style.ACCENT, SPINNER[frame % SPINNER.length]);
    }

    private String faint(String text) {
        return console.styled(Style.FAINT, text);
    }
}
