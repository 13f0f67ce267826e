package dev.downbeat.worker.progress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.LoopSummary;
import dev.downbeat.playbook.status.StepSummary;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.settings.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a person reads when a run is over. */
public final class RunSummary {
    private static final int MOST_RESULT = 2_000;

    private final Console console;

    public RunSummary(Console console) {
        this.console = console;
    }

    /** Prints the steps, the loops, the result, and last the outcome in one line. */
    public void print(ExecutionSummary run) {
        console.line("");
        steps(run);
        loops(run);
        value("result", run.result());
        value("error", run.error());
        console.line(outcome(run));
    }

    private void steps(ExecutionSummary run) {
        if (run.steps().isEmpty()) {
            return;
        }
        TextTable table = TextTable.of("STEP", "STATUS", ">VISITS", ">TIME");
        for (StepSummary step : run.steps()) {
            table.row(step.step(), step.status(), step.visits(), time(step.durationMs()));
        }
        console.table(table);
        console.line("");
    }

    private void loops(ExecutionSummary run) {
        if (run.loops().isEmpty()) {
            return;
        }
        TextTable table = TextTable.of("LOOP", "STATUS", ">ITEMS", ">SUCCESS", ">FAILED", ">WIDTH", ">TIME");
        for (LoopSummary loop : run.loops()) {
            table.row(
                    loop.step(),
                    loop.status(),
                    loop.total(),
                    loop.succeeded(),
                    loop.failed(),
                    loop.width(),
                    time(loop.durationMs()));
        }
        console.table(table);
        console.line("");
    }

    private void value(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return;
        }
        String text = value.isContainerNode() && value.size() <= 20 ? value.toPrettyString() : value.toString();
        String shown = text.length() <= MOST_RESULT ? text : text.substring(0, MOST_RESULT) + " …";
        console.line(console.styled(Style.BOLD, name) + "  " + shown);
        console.line("");
    }

    private String outcome(ExecutionSummary run) {
        Style style = switch (run.status()) {
            case "completed" -> Style.GOOD;
            case "running" -> Style.WARN;
            default -> Style.BAD;
        };
        return "%s  %s version %d in %s  %s"
                .formatted(
                        console.styled(style, run.status()),
                        run.path(),
                        run.version(),
                        time(run.durationMs()),
                        console.styled(Style.FAINT, "execution " + run.executionId()));
    }

    private static String time(long millis) {
        return Span.humane(Duration.ofMillis(millis));
    }
}
