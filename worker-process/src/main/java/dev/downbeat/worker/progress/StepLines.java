package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.Progress;
import dev.downbeat.playbook.status.StepSummary;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.settings.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps that have passed since the last look, one line each. For one thread. */
final class StepLines {
    private static final Set<String> OVER = Set.of("completed", "failed", "skipped", "cancelled");

    private final Console console;
    private final Map<String, Integer> shown = new HashMap<>();

    StepLines(Console console) {
        this.console = console;
    }

    /** Returns a line for each step whose newest visit has ended and was not shown yet. */
    List<String> passed(Progress progress) {
        List<String> lines = new ArrayList<>();
        for (StepSummary step : progress.steps()) {
            if (OVER.contains(step.status()) && shown.getOrDefault(step.step(), 0) < step.visits()) {
                shown.put(step.step(), step.visits());
                lines.add(line(step));
            }
        }
        return lines;
    }

    private String line(StepSummary step) {
        String mark = mark(step.status());
        String visits = step.visits() > 1 ? "  visit " + step.visits() : "";
        String outcome = step.status().equals("completed") ? "" : "  " + step.status();
        String time = Span.humane(Duration.ofMillis(step.durationMs()));
        return mark + " " + step.step() + console.styled(Style.FAINT, visits + outcome + "  " + time);
    }

    private String mark(String status) {
        return switch (status) {
            case "completed" -> console.styled(Style.GOOD, "✓");
            case "failed" -> console.styled(Style.BAD, "✗");
            default -> console.styled(Style.FAINT, "·");
        };
    }
}
